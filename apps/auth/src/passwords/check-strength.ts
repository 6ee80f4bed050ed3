import { dictionary } from "@zxcvbn-ts/language-common";
import { errors } from "../errors.ts";

/** The passwords of known leaks that are long enough to be tried here, in lower case. */
const common: ReadonlySet<string> = new Set(dictionary["passwords-common"].filter((password) => password.length >= 8));

/** Throws `auth.password_too_common` for a password that is on the list, whatever its case, or is the person's own address. */
export function checkStrength(password: string, email: string): void {
  const plain = password.toLowerCase();
  if (common.has(plain)) throw errors.passwordCommon();
  if (plain === email || plain === email.split("@")[0]) throw errors.passwordCommon("Your e-mail address cannot be your password");
}
