/** Loads what creating a key needs; sooner than it is wanted, as under the pointer. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the module itself
export function loadCreateKey() {
  return import("./create-key.tsx");
}
