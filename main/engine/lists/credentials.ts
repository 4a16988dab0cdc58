/** A link with a user's name and password in it, unless it has some already or is none of the web. */
export function withCredentials(link: string, user: string, password: string): string {
  if (user === '') return link;
  const [name, secret] = [user, password].map((text) => encodeURIComponent(text.toWellFormed()));
  // Not by the URL parser, which would write the brackets of ranges in another way.
  return link.replace(/^(https?:\/\/)(?![^/?#]*@)/i, (start) => `${start}${name}:${secret}@`);
}
