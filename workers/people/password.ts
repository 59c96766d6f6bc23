/** Passwords as better-auth hashes them: scrypt, by the runtime's own code. About 70 ms of CPU. */
import { hashPassword } from "@better-auth/utils/password";

/** The password as it is stored, with a salt of its own. */
export function hashedPassword(password: string): Promise<string> {
  return hashPassword(password);
}
