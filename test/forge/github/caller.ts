import { createPublicKey, verify } from "node:crypto";
import { findToken } from "../model/accounts.ts";
import { isInstalledOn } from "../model/apps.ts";
import { accountOf, type Model } from "../model/model.ts";
import type { SimAccount, SimApp, SimInstallation, SimRepository, SimToken } from "../model/types.ts";
import { HttpError } from "./http-error.ts";

/** Who sent a request. */
export type Caller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "app"; readonly app: SimApp }
  | { readonly kind: "user"; readonly account: SimAccount; readonly token: SimToken }
  | {
      readonly kind: "installation";
      readonly account: SimAccount;
      readonly token: SimToken;
      readonly app: SimApp;
      readonly installation: SimInstallation;
    };

/** Reads `Authorization`; 401 for what is no valid credential, as GitHub does even where none is needed. */
export function readCaller(model: Model, header: string | undefined): Caller {
  const match = /^(bearer|token|basic) (.+)$/i.exec(header ?? "");
  if (match === null) return { kind: "anonymous" };
  let text = match[2] ?? "";
  if (match[1]?.toLowerCase() === "basic") text = Buffer.from(text, "base64").toString().split(":").slice(1).join(":");
  if (text.split(".").length === 3) return { kind: "app", app: verifyAppToken(model, text) };
  return callerOfToken(model, text);
}

export function callerOfToken(model: Model, text: string): Caller {
  const token = findToken(model, text);
  if (token === null) throw new HttpError(401, "Bad credentials");
  const account = accountOf(model, token.accountId);
  if (token.kind !== "installation") return { kind: "user", account, token };
  const installation = model.installations.find((one) => one.id === token.installationId);
  const app = model.apps.find((one) => one.id === installation?.appId);
  if (installation === undefined || app === undefined) throw new HttpError(401, "Bad credentials");
  if (installation.suspendedAt !== null) throw new HttpError(403, "This installation has been suspended");
  return { kind: "installation", account, token, app, installation };
}

/** An app's JWT: RS256, `iss` its id or client id, at most ten minutes long. */
function verifyAppToken(model: Model, jwt: string): SimApp {
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  const decode = (part: string): Record<string, unknown> => {
    try {
      // A JWT's parts are JSON objects; anything else fails the checks below.
      return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
    } catch (cause) {
      throw new HttpError(401, `A JSON web token could not be decoded: ${cause}`);
    }
  };
  const claims = decode(payload);
  const issuer = String(claims.iss);
  const app = model.apps.find((one) => String(one.id) === issuer || one.clientId === issuer);
  if (app === undefined) throw new HttpError(404, "Integration not found");
  const isSigned = verify(
    "RSA-SHA256",
    Buffer.from(`${header}.${payload}`),
    createPublicKey(app.publicKey),
    Buffer.from(signature, "base64url"),
  );
  if (decode(header).alg !== "RS256" || !isSigned) throw new HttpError(401, "A JSON web token could not be decoded");
  checkTimes(model, claims);
  return app;
}

function checkTimes(model: Model, claims: Readonly<Record<string, unknown>>): void {
  const now = model.clock.wallNow() / 1000;
  const [issued, expires] = [Number(claims.iat), Number(claims.exp)];
  if (!(expires > now))
    throw new HttpError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (expires > now + 660) throw new HttpError(401, "'Expiration time' claim ('exp') is too far in the future");
  if (issued > now + 60)
    throw new HttpError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
}

/** Whether an installation token reaches a repository. */
export function reaches(caller: Extract<Caller, { kind: "installation" }>, repository: SimRepository): boolean {
  if (!isInstalledOn(caller.installation, repository)) return false;
  return caller.token.repositoryIds === null || caller.token.repositoryIds.includes(repository.id);
}
