import { html } from "hono/html";

type Markup = ReturnType<typeof html>;

/** What was written on the page so far. */
export interface SetupAnswers {
  /** Empty: the own account. */
  readonly organization: string;
  readonly publicUrl: string;
  /** Kept from page to page, where the service can be reached from other machines. */
  readonly key: string | null;
}

export interface CreateForm extends SetupAnswers {
  /** GitHub's page that takes the manifest. */
  readonly action: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly isReachable: boolean;
}

/** The first page has one button, which leads to the second: nothing that was written can be left behind. */
export function askView(form: SetupAnswers & { readonly isGood: boolean }): Markup {
  return page(
    "Set up Countersign",
    html`
      <p>Countersign is not connected to GitHub yet. That takes two steps: what the app is to be, and GitHub's consent to it.</p>
      <h2>Step 1 of 2: where it belongs</h2>
      ${form.isGood ? "" : html`<p class="note">“${form.publicUrl}” is not an http or https address.</p>`}
      <form method="get" action="/probot">
        ${form.key === null ? "" : html`<input type="hidden" name="key" value="${form.key}" />`}
        <input type="hidden" name="step" value="create" />
        <label>Organisation that shall own the app
          <input name="organization" value="${form.organization}" placeholder="acme" />
          <small>Its name on GitHub. Leave it empty for your own account.</small></label>
        <label>Address at which GitHub reaches this service
          <input name="public-url" type="url" required value="${form.publicUrl}" />
          <small>An address that GitHub cannot reach will do: Countersign then looks for news every minute.</small></label>
        <button class="main">Next</button>
      </form>
      <p><small>For GitLab no page is needed: end the service, and start it as <code>docs/install-gitlab.md</code> says.</small></p>
    `,
  );
}

export function createView(form: CreateForm): Markup {
  const { organization, publicUrl, key } = form;
  const back = new URLSearchParams({ organization, "public-url": publicUrl, ...(key === null ? {} : { key }) });
  return page(
    "Set up Countersign",
    html`
      <h2>Step 2 of 2: create the app</h2>
      <p>It will belong to ${organization === "" ? "your own account" : html`the organisation <strong>${organization}</strong>`}.
        The address of this service is <strong>${publicUrl}</strong>. <a href="/probot?${back.toString()}">Change this</a></p>
      ${form.isReachable ? "" : unreachable}
      <p>GitHub shows what the app may do and asks for your consent. Its name must be free on GitHub; you can change it there.
        Then GitHub sends you back here.</p>
      <form method="post" action="${form.action}">
        <input type="hidden" name="manifest" value="${JSON.stringify(form.manifest)}" />
        <button class="main">Create the GitHub App${organization === "" ? "" : ` for ${organization}`}</button>
      </form>
    `,
  );
}

const unreachable = html`<p class="note">
  GitHub cannot reach this address, so the app is made without webhooks: Countersign looks at everything itself, every minute.
  To have it act at once, give an address that GitHub can reach, here or later in the app's settings.
</p>`;

export function doneView(app: { readonly name: string; readonly installUrl: string; readonly file: string }): Markup {
  return page(
    "One step left",
    html`
      <p><strong>${app.name}</strong> is registered. Its credentials are in <code>${app.file}</code>, and the service starts now.</p>
      <p><a class="main" href="${app.installUrl}">Install it on your repositories</a></p>
      <p>Within a minute, an issue in each repository of the node's file says how its baseline is adopted. Then add a policy.</p>
    `,
  );
}

/** `key`: with which the first page opens again; `null` where none is asked for, absent for who has shown none. */
export function failedView(what: string, key?: string | null): Markup {
  const query = key ? `?${new URLSearchParams({ key }).toString()}` : "";
  const again = key === undefined ? "" : html`<p><a class="main" href="/probot${query}">Begin again</a></p>`;
  return page("That did not work", html`<p class="note">${what}</p>${again}`);
}

function page(title: string, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Countersign</title>
        <style>
          body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; color: #1f2328; }
          label { display: block; margin: 0.75rem 0; }
          input { display: block; width: 100%; margin: 0.25rem 0; padding: 0.5rem; font: inherit; box-sizing: border-box; border: 1px solid #8c959f; border-radius: 6px; }
          h2 { margin-top: 2rem; font-size: 1.25rem; }
          small { color: #59636e; }
          code { white-space: nowrap; }
          strong { overflow-wrap: anywhere; }
          button, a.main { display: inline-block; padding: 0.5rem 1rem; font: inherit; border: 1px solid #8c959f; border-radius: 6px; background: #f6f8fa; color: inherit; text-decoration: none; cursor: pointer; }
          .main { background: #1f883d; border-color: #1f883d; color: #fff; }
          .note { border-left: 4px solid #9a6700; padding: 0.5rem 1rem; background: #fff8c5; }
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
}
