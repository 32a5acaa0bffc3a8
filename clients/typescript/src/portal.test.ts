/**
 * The example against a running Guichet. GUICHET_URL, GUICHET_IDENTIFIER and GUICHET_PASSWORD say where and as whom: a
 * user who sees claims, at least three of them, and no invoices. The code of the second factor is read from standard input.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createInterface } from "node:readline/promises";
import { before, test } from "node:test";

import { Refused, InvalidInput } from "./response.js";
import { type ClaimRow, claimPages } from "./claims.js";
import { connect, type Session } from "./client.js";
import { dashboard, maySeeInvoices } from "./dashboard.js";
import { uploadDocuments } from "./documents.js";
import { tell } from "./refusal.js";
import { signIn, verifySecondFactor } from "./session.js";

const session: Session = { token: null };
const client = connect(`${setting("GUICHET_URL")}/graphql`, session, "en");

before(async () => {
  const challenge = await signIn(client, session, setting("GUICHET_IDENTIFIER"), setting("GUICHET_PASSWORD"));
  assert.ok(challenge);
  const waiting = session.token;
  const viewer = await verifySecondFactor(client, session, await ask(`Code (${challenge.method} ${challenge.destination ?? ""}): `));
  assert.notEqual(session.token, waiting);
  assert.deepEqual(viewer?.accesses, ["CLAIMS"]);
});

test("a page of claims goes on behind the last one's cursor", async () => {
  const pages: ClaimRow[][] = [];
  for await (const page of claimPages(client, 2)) pages.push(page);
  assert.ok(pages.length >= 2);
  assert.ok(pages.slice(0, -1).every((page) => page.length === 2));
  const ids = pages.flat().map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test("two files go up in one request", async () => {
  const texts = ["Rapport d’accident : chute à ski.\r\n", "Plan de la piste.\r\n"];
  const files = texts.map((text, index) => new File([text], `annexe-${index + 1}.txt`, { type: "text/plain" }));
  const documents = await uploadDocuments(client, await anyClaim(), files);
  assert.deepEqual(documents.map(({ name }) => name), ["annexe-1.txt", "annexe-2.txt"]);
  assert.deepEqual(documents.map(({ sha256 }) => sha256), texts.map((text) => createHash("sha256").update(text).digest("hex")));
});

test("a mutation whose response was lost is retried, and executed once", async () => {
  let sent = 0;
  const unreliable = connect(`${setting("GUICHET_URL")}/graphql`, session, "en", async (input, init) => {
    const answer = await fetch(input, init);
    sent += 1;
    if (sent > 1) return answer;
    await answer.arrayBuffer();
    throw new TypeError("the connection broke");
  });
  const documents = await uploadDocuments(unreliable, await anyClaim(), [new File(["Une seule fois.\r\n"], "une-fois.txt")]);
  assert.deepEqual(documents.map(({ name }) => name), ["une-fois.txt"]);
  assert.equal(sent, 2);
});

test("a problem of a mutation names its field", async () => {
  const mutation = uploadDocuments(client, await anyClaim(), [new File([], "vide.txt")]);
  await assert.rejects(mutation, (error) => error instanceof InvalidInput && error.problems[0]?.code === "FILE_EMPTY");
});

test("a refusal names whom to ask, and leaves the rest of the answer", async () => {
  const { data, refusals } = await dashboard(client);
  assert.ok((data?.claims?.totalCount ?? 0) >= 3);
  assert.equal(data?.invoices, null);
  assert.equal(refusals.length, 1);
  const [refusal] = refusals;
  assert.ok(refusal);
  assert.deepEqual([refusal.code, refusal.path, refusal.access, refusal.askWho], ["FORBIDDEN", "invoices", "INVOICES", "ADMINISTRATOR"]);
  console.log(tell(refusal));
});

test("what would be refused can be asked before", async () => {
  const decision = await maySeeInvoices(client);
  assert.equal(decision?.allowed, false);
  const { refusals } = await dashboard(client);
  assert.deepEqual(decision.reasons.map(({ contact }) => contact), refusals.map(({ contact }) => contact));
});

test("an unknown claim is not found, without a contact", async () => {
  const mutation = uploadDocuments(client, "Q2xhaW06MDAwMA", [new File(["x"], "a.txt")]);
  await assert.rejects(mutation, (error) => error instanceof Refused && error.refusals[0]?.contact === null);
});

async function anyClaim(): Promise<string> {
  for await (const [claim] of claimPages(client, 1)) if (claim) return claim.id;
  throw new Error("no claim to upload into");
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
