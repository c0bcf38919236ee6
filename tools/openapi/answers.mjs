// answers.mjs FILE: holds every recorded answer of a running server against the OpenAPI document that the same server gave. FILE is what
// `prove_access --answers FILE` leaves: a line {"document":{…}}, then a line for each call with method, target, sent (the body, "" for
// none), status, head (as it came) and answer. Each disagreement is printed once, as "fault: …"; the last line is a JSON object of figures.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const lines = readFileSync(process.argv[2], "utf8").split("\n").filter((line) => line !== "");
const { document } = JSON.parse(lines.shift());
const faults = new Map();
const seen = new Map(); // operation → statuses that it was seen to answer

// Headers that belong to HTTP, and those that every answer of the server may carry.
const of_http = new Set(["content-type", "content-length", "connection", "date", "cache-control", "x-content-type-options", "referrer-policy"]);

// Readers are told to ignore members that they do not know; the server itself must not send one that it has not described.
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const all = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return all.type === "object" && all.properties !== undefined && !("additionalProperties" in all) ? { ...all, additionalProperties: false } : all;
}

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
addFormats(ajv);
ajv.addSchema({ $id: "document", $defs: refersToDefs(closed(document.components.schemas)) });
/** The document's components are no keyword of JSON Schema; `$defs` is. */
function refersToDefs(schema) {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"document#/$defs/'));
}
const validators = new Map();
function validator(schema) {
  const text = JSON.stringify(schema);
  if (!validators.has(text)) validators.set(text, ajv.compile(refersToDefs(closed(schema))));
  return validators.get(text);
}
function faultsIn(schema, value) {
  const valid = validator(schema);
  return valid(value) ? [] : valid.errors.map((error) => `${error.instancePath || "the whole"} ${error.message} ${JSON.stringify(error.params)}`);
}

const resolved = (part) => (part?.$ref === undefined ? part : part.$ref.slice(2).split("/").reduce((at, name) => at[name], document));

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, segments: path.split("/"), operation })));
const fixedness = ({ segments }) => segments.map((one) => (one.startsWith("{") ? "1" : "0")).join("");

/** The operation that a request met: where two match, the one whose first differing part is fixed. */
function operationOf({ method, target }) {
  const parts = target.split("?")[0].split("/");
  const matching = operations.filter((one) => one.method === method && one.segments.length === parts.length && one.segments.every((part, i) => part.startsWith("{") || part === parts[i]));
  return matching.sort((a, b) => (fixedness(a) < fixedness(b) ? -1 : 1))[0];
}

function say(operation, status, what) {
  const key = `${operation.operationId} ${status}: ${what.replace(/\/\d+\//g, "/*/").replace(/\/\d+ /g, "/* ")}`;
  faults.set(key, (faults.get(key) ?? 0) + 1);
}

function headersOf(head) {
  const all = new Map();
  for (const line of head.split("\r\n").slice(1)) {
    const at = line.indexOf(":");
    if (at > 0) all.set(line.slice(0, at).toLowerCase(), line.slice(at + 1).trim());
  }
  return all;
}

/** A header or parameter as its schema's type has it. */
function typed(schema, text) {
  const plain = schema.$ref === undefined ? schema : resolved(schema);
  const types = [plain, ...(plain.anyOf ?? []).map(resolved)].flatMap((one) => one.type ?? []);
  if (types.includes("array")) return text.split(",").map((one) => typed(plain.items ?? {}, one));
  if (types.some((type) => type === "integer" || type === "number") && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  return text;
}

function judgeHeaders(operation, status, described, headers) {
  const declared = new Map(Object.entries(described.headers ?? {}).map(([name, header]) => [name.toLowerCase(), resolved(header)]));
  for (const [name, header] of declared) {
    const value = headers.get(name);
    if (value === undefined) {
      if (header.required === true) say(operation, status, `the header ${name} is missing`);
    } else {
      for (const what of faultsIn(header.schema, typed(header.schema, value))) say(operation, status, `the header ${name}: ${what}`);
    }
  }
  for (const name of headers.keys()) {
    if (!declared.has(name) && !of_http.has(name)) say(operation, status, `the header ${name} is not declared`);
  }
  if (status === 429 && headers.get("ratelimit-remaining") === "0" && !headers.has("retry-after")) say(operation, status, "the rate is spent, and nothing says when to come again");
}

function judgeAnswer(operation, record) {
  const { status, answer } = record;
  const described = resolved(operation.responses[String(status)]);
  if (described === undefined) return say(operation, status, "the status is not declared");
  const headers = headersOf(record.head);
  judgeHeaders(operation, status, described, headers);
  const type = (headers.get("content-type") ?? "").split(";")[0].trim();
  if (described.content === undefined) {
    if (answer !== "") say(operation, status, "there is a body, though none is declared");
    return;
  }
  const content = described.content[type];
  if (content === undefined) return say(operation, status, `the content type ${type} is not declared`);
  let value;
  try {
    value = JSON.parse(answer);
  } catch {
    return say(operation, status, "the body is no JSON");
  }
  for (const what of faultsIn(content.schema, value)) say(operation, status, what);
  if (type === "application/problem+json" && value.status !== status) say(operation, status, `the problem says ${value.status}`);
}

/** What was accepted must be what the document allows. */
function judgeRequest(operation, { target, sent, status }) {
  const body = resolved(operation.requestBody);
  if (sent !== "") {
    if (body === undefined) return say(operation, status, "a body was accepted, though none is declared");
    for (const what of faultsIn(body.content["application/json"].schema, JSON.parse(sent))) say(operation, status, `it accepted a body: ${what}`);
  } else if (body?.required === true) {
    say(operation, status, "it was accepted without its body");
  }
  const parameters = operation.parameters.map(resolved).filter((one) => one.in === "query");
  const given = new URLSearchParams(target.split("?")[1] ?? "");
  for (const [name, text] of given) {
    const parameter = parameters.find((one) => one.name === name);
    if (parameter === undefined) say(operation, status, `it accepted the parameter ${name}`);
    else for (const what of faultsIn(parameter.schema, typed(parameter.schema, text))) say(operation, status, `it accepted ${name}: ${what}`);
  }
  for (const parameter of parameters) {
    if (parameter.required === true && !given.has(parameter.name)) say(operation, status, `it was accepted without ${parameter.name}`);
  }
}

let judged = 0;
let requests = 0;
for (const line of lines) {
  const record = JSON.parse(line);
  if (record.status === 0) continue; // told by the proof itself
  const found = operationOf(record);
  if (found === undefined) continue; // not a route of the document, such as the document
  judged += 1;
  const { operation } = found;
  seen.set(operation.operationId, (seen.get(operation.operationId) ?? new Set()).add(record.status));
  judgeAnswer(operation, record);
  if (record.status < 300) {
    requests += 1;
    judgeRequest(operation, record);
  }
}

let statuses = 0;
let declared = 0;
for (const { method, path, operation } of operations) {
  const met = seen.get(operation.operationId) ?? new Set();
  statuses += met.size;
  declared += Object.keys(operation.responses).length;
  if (![...met].some((status) => status < 300)) faults.set(`${method} ${path} was never seen to succeed; add it to tests/prove/access/tour.cpp`, 1);
}
if (operations.length === 0) faults.set("the document holds no operations", 1);
for (const [what, times] of faults) console.log(`fault: ${what}${times > 1 ? ` (${times} times)` : ""}`);
console.log(JSON.stringify({ judged, requests, statuses, declared, faults: faults.size }));
process.exit(faults.size === 0 ? 0 : 1);
