/**
 * better-auth over a storage that never sees a session's token: D1 holds its SHA-256, the cookie the token. A reader of
 * the table cannot sign in with it, not even with the secret that signs cookies. A wrapper around the adapter, because
 * better-auth's own hooks cannot change what a row is looked up by.
 */
import type { BetterAuthOptions, DBAdapter, DBTransactionAdapter, Where } from "better-auth";
import { sha256Hex } from "#workers/secrets/sha256.ts";

type MakeAdapter = (options: BetterAuthOptions) => DBAdapter;

/** The same adapter; of sessions it stores digests and answers the tokens that it was asked by. */
export function withSessionDigests(make: MakeAdapter): MakeAdapter {
  return (options) => {
    const inner = make(options);
    return {
      ...inner,
      ...digesting(inner),
      transaction: (work) => inner.transaction((within) => work({ ...within, ...digesting(within) })),
    };
  };
}

type Wrapped = Pick<
  DBTransactionAdapter,
  "create" | "findOne" | "findMany" | "count" | "update" | "updateMany" | "delete" | "deleteMany" | "consumeOne"
>;

type NewRow<T> = {
  model: string;
  data: Omit<T, "id">;
  select?: string[] | undefined;
  forceAllowId?: boolean | undefined;
};

function digesting(inner: DBTransactionAdapter): Wrapped {
  return {
    create: async <T extends Record<string, unknown>, R = T>(query: NewRow<T>) => {
      const token = "token" in query.data ? query.data["token"] : null;
      if (query.model !== "session" || typeof token !== "string") return inner.create<T, R>(query);
      const digest = await sha256Hex(token);
      const row = await inner.create<T, R>({ ...query, data: { ...query.data, token: digest } });
      return restored(row, new Map([[digest, token]]));
    },
    findOne: async (query) => {
      const { where, tokens } = await digested(query.model, query.where);
      return restored(await inner.findOne({ ...query, where }), tokens);
    },
    findMany: async (query) => {
      const { where, tokens } = await digested(query.model, query.where ?? []);
      const rows = await inner.findMany<never>({ ...query, where });
      return rows.map((row) => restored(row, tokens));
    },
    count: async (query) => inner.count({ ...query, ...(await whereOf(query)) }),
    update: async (query) => {
      const { where, tokens } = await digested(query.model, query.where);
      return restored(await inner.update({ ...query, where }), tokens);
    },
    updateMany: async (query) => inner.updateMany({ ...query, ...(await whereOf(query)) }),
    delete: async (query) => inner.delete({ ...query, ...(await whereOf(query)) }),
    deleteMany: async (query) => inner.deleteMany({ ...query, ...(await whereOf(query)) }),
    consumeOne: async (query) => {
      const { where, tokens } = await digested(query.model, query.where);
      return restored(await inner.consumeOne({ ...query, where }), tokens);
    },
  };
}

async function whereOf(query: { model: string; where?: Where[] | undefined }): Promise<{ where: Where[] }> {
  const { where } = await digested(query.model, query.where ?? []);
  return { where };
}

type Digested = {
  readonly where: Where[];
  /** By digest, what was asked for. */
  readonly tokens: ReadonlyMap<string, string>;
};

async function digested(model: string, where: Where[]): Promise<Digested> {
  const tokens = new Map<string, string>();
  if (model !== "session") return { where, tokens };
  const digest = async (token: string): Promise<string> => {
    const text = await sha256Hex(token);
    tokens.set(text, token);
    return text;
  };
  const conditions = where.map(async (condition): Promise<Where> => {
    const { field, value } = condition;
    if (field !== "token") return condition;
    if (typeof value === "string") return { ...condition, value: await digest(value) };
    if (!Array.isArray(value)) return condition;
    return { ...condition, value: await Promise.all(value.map((token) => digest(String(token)))) };
  });
  return { where: await Promise.all(conditions), tokens };
}

/** In place: the row was read for this one answer. A row that was not looked up by token keeps its digest. */
function restored<Row>(row: Row, tokens: ReadonlyMap<string, string>): Row {
  if (typeof row !== "object" || row === null || !("token" in row)) return row;
  const token = tokens.get(String(row.token));
  if (token !== undefined) Object.assign(row, { token });
  return row;
}
