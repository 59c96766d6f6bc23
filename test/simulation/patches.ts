/** Changes to the product's source as it is loaded, so that it is the real code that is scaled down, or broken. */

/** In `file`, the text `find`, which is there exactly once, becomes `replace`. */
export type Patch = { readonly file: string; readonly find: string; readonly replace: string };

/** Applies those that concern the file; throws where the code is not what the patch was made for. */
export function applyPatches(path: string, source: string, patches: readonly Patch[]): string {
  let patched = source;
  for (const { file, find, replace } of patches) {
    if (!path.endsWith(`/${file}`)) continue;
    const times = patched.split(find).length - 1;
    if (times !== 1) throw new Error(`${file}: the code has moved: expected once, found ${times} times:\n${find}`);
    patched = patched.replace(find, () => replace);
  }
  return patched;
}
