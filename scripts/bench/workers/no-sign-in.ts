/** Stands in for what signs people in, so that the bundle can be weighed without the library behind it. */

/** Throws: nobody can sign in to this bundle. */
export function createAuth(): never {
  throw new Error("this bundle signs nobody in");
}

/** Throws, as above. */
export function verifyRegistration(): never {
  throw new Error("this bundle registers no passkeys");
}
