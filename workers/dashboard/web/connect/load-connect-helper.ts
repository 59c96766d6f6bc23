/** Loads the connect helper with its table of clients; where a secret is shown with it, before there is one. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the module itself
export function loadConnectHelper() {
  return import("./connect-helper.tsx");
}
