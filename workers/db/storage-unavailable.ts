/** D1 could not be reached, or did not answer whether it committed. Thrown, for it is an outage and not a "no". */
export class StorageUnavailable extends Error {
  override readonly name = "StorageUnavailable";
}
