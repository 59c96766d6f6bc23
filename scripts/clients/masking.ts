/** What a client printed, made fit to be kept: no key, no folder of this machine, no colours, no port of the day. */

const KEY = /lk_(live|test|dev)_[A-Za-z0-9_-]{8,}/g;
/** What a terminal takes for colours and cursor moves (ECMA-48 §5.4). */
// oxlint-disable-next-line no-control-regex -- those characters are what is taken out
const ESCAPES = /\u001B\[[0-9;?]*[A-Za-z]/g;

/** The same text without what is secret, or differs from run to run. */
export function masked(text: string, home: string): string {
  return (
    text
      .replaceAll(ESCAPES, "")
      .replaceAll(KEY, (_key, environment: string) => `lk_${environment}_…`)
      .replaceAll(home, "~")
      .replaceAll(/(127\.0\.0\.1|localhost):\d+/g, "latchkey.example")
      .replaceAll(/req_[A-Za-z0-9]{16}/g, "req_…")
      // When, and in which process, it was said.
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z\s*/g, "")
      .replaceAll(/^\[\d+\] /gm, "")
  );
}
