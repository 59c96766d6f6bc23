/** Every operation and every named schema of the REST API, from its OpenAPI document. */
import { html } from "hono/html";
import type { ApiModel, Group, Operation, Schema } from "./api-model.ts";
import { anchorTo, prose } from "./markup.ts";
import type { Html } from "./page.ts";
import { definition, membersOf, nameOf, schemaLink, typeOf } from "./schema-view.ts";

/** The two last sections of the page. */
export function referenceView({ groups, schemas }: ApiModel): Html {
  return html`
    <section>
      <h2 id="reference">${anchorTo("reference", "Reference")}</h2>
      ${groups.map((group) => groupView(group, schemas))}
    </section>
    <section>
      <h2 id="schemas">${anchorTo("schemas", "Schemas")}</h2>
      ${[...schemas]
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(
          ([name, schema]) =>
            html`<details>
              <summary><h3>${name}</h3></summary>
              <div id="schema-${name}">${membersOf(schema)}</div>
            </details>`,
        )}
    </section>
  `;
}

type Schemas = ApiModel["schemas"];

function groupView({ name, anchor, operations }: Group, schemas: Schemas): Html {
  return html`<section>
    <h3 id="${anchor}">${anchorTo(anchor, name)}</h3>
    <ul class="overview">
      ${operations.map(
        (operation) =>
          html`<li>
            <a href="#${operation.anchor}">${routeOf(operation)} <span>${operation.summary}</span></a>
          </li>`,
      )}
    </ul>
    ${operations.map((operation) => operationView(operation, schemas))}
  </section>`;
}

function operationView(operation: Operation, schemas: Schemas): Html {
  return html`<article>
    <h4 id="${operation.anchor}">${anchorTo(operation.anchor, operation.summary)}</h4>
    <p class="route">${routeOf(operation)}</p>
    ${operation.description === undefined ? "" : html`<p>${prose(operation.description)}</p>`}
    <p class="access">${accessOf(operation)}</p>
    ${parametersView(operation)} ${bodyView(operation, schemas)} ${answersView(operation)}
  </article>`;
}

function routeOf({ method, path }: Operation): Html {
  return html`<code><b data-method="${method}">${method}</b> ${path}</code>`;
}

function accessOf(operation: Operation): Html {
  const access = operation["x-required-access"];
  if (access === "public") return html`Needs no key.`;
  if (access === "session") return html`For people who signed in: <a href="#people-and-keys">no key does it</a>.`;
  return access === "any" ? html`Needs a key, whatever its scopes.` : html`Needs the scope <code>${access}</code>.`;
}

function parametersView({ parameters }: Operation): Html {
  if (parameters.length === 0) return html``;
  return html`<p class="label">Parameters</p>
    <dl>
      ${parameters.map(({ name, in: place, required, schema }) =>
        definition({ name, schema, remark: required ? `in the ${place}` : `in the ${place}, optional` }),
      )}
    </dl>`;
}

/** The members of the body stand here, not behind the link: they are what a caller has to write. */
function bodyView({ requestBody }: Operation, schemas: Schemas): Html {
  const schema = requestBody?.content["application/json"]?.schema;
  if (requestBody === undefined || schema === undefined) return html``;
  return html`<p class="label">Body</p>
    <p>JSON: ${typeOf(schema)}${requestBody.required ? "" : ", may be left out"}.</p>
    ${membersOf(resolved(schema, schemas))}`;
}

function resolved(schema: Schema, schemas: Schemas): Schema {
  return schema.$ref === undefined ? schema : (schemas.get(nameOf(schema.$ref)) ?? schema);
}

/** Problems are the same for every operation, and said once in the conventions. */
function answersView({ responses }: Operation): Html {
  const answers = Object.entries(responses).filter(([status]) => status !== "default");
  return html`<p class="label">Answers</p>
    <dl>
      ${answers.map(([status, { description, content }]) => {
        const schema = content?.["application/json"]?.schema;
        return html`<div>
          <dt>
            <span class="status">${status}</span>
            <span class="type">${schema === undefined ? "no body" : typeOf(schema)}</span>
          </dt>
          <dd><p>${prose(description)}</p></dd>
        </div>`;
      })}
    </dl>
    <p>Otherwise a ${schemaLink("Problem")}: see <a href="/docs/errors">errors</a>.</p>`;
}
