/** Scopes and roles as they are parsed at every boundary. */
import { z } from "zod";
import { ROLES, SCOPES } from "./scopes.ts";

export const scopeSchema = z.enum(SCOPES, `expected one of ${SCOPES.join(", ")}`);
export const roleSchema = z.enum(ROLES, `expected one of ${ROLES.join(", ")}`);
