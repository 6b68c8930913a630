import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import type { ExchangeRecorder } from "./exchanges.ts";
import type { AccountFaults } from "./faults/account-faults.ts";
import type { DeliveryFaults } from "./faults/delivery-faults.ts";
import type { RequestFault, RequestFaults } from "./faults/request-faults.ts";
import type { GitActor, RefUpdate, Refusal } from "./git/http-backend.ts";
import type { HookSender } from "./hooks/deliveries.ts";
import type { Model } from "./model/model.ts";
import type { SimRepository } from "./model/types.ts";

export type SimApplication = Hono<{ Bindings: HttpBindings }>;

/** What a face is given. */
export interface ForgeCore {
  readonly model: Model;
  readonly hooks: HookSender;
  readonly faults: {
    readonly deliveries: DeliveryFaults;
    readonly requests: RequestFaults;
    readonly accounts: AccountFaults;
  };
  /** Every exchange with the face, in order, while a recorder is on. */
  readonly exchanges: ExchangeRecorder;
  /** `http://127.0.0.1:PORT`, known once the server listens; for the links in answers. */
  readonly url: () => string;
}

/** One forge's HTTP face on the model. It subscribes to `model.listeners` when it is made. */
export interface Face {
  readonly name: "github" | "gitlab";
  addRoutes(app: SimApplication): void;
  /** Who speaks git with these credentials; `null` asks for (other) credentials with 401. */
  readGitActor(
    credentials: { readonly username: string; readonly password: string } | null,
    repository: SimRepository,
  ): GitActor | null;
  /** Which ref updates its branch protection forbids this account. */
  refusePush(repository: SimRepository, accountId: number, updates: readonly RefUpdate[]): Promise<readonly Refusal[]>;
  renderRateLimit(fault: Extract<RequestFault, { kind: "secondary-rate-limit" | "rate-limit" }>): Response;
}
