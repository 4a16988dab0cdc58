/** A path as a list writes it, in the parts that become a folder and a name; empty parts are left out. */
export function splitPath(
  folder: string,
  file: string,
): { readonly folder?: string; readonly name?: string } {
  const at = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
  const name = file.slice(at + 1);
  const inFile = file.slice(0, Math.max(0, at));
  const whole = [inFile === '' ? folder : folder.replace(/[\\/]+$/, ''), inFile]
    .filter((part) => part !== '')
    .join('/');
  return { ...(whole === '' ? {} : { folder: whole }), ...(name === '' ? {} : { name }) };
}
