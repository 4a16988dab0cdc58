/** The URL with a user's name and password in it, unless it has some already or is no URL. */
export function withCredentials(text: string, user: string, password: string): string {
  const url = URL.parse(text);
  if (!url || user === '' || url.username !== '' || url.password !== '') return text;
  // The setters would leave a percent sign as it is.
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}
