import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-019", text);

describe("Airflow's own database", () => {
  test.each([
    ["a session", "from airflow.utils.session import create_session\nwith create_session() as s: ...\n"],
    ["a decorator", "from airflow.utils.session import provide_session\n@provide_session\ndef f(session): ...\n"],
    ["settings", "from airflow import settings\ns = settings.Session()\n"],
    ["the engine", "from airflow import settings\nf(settings.engine)\n"],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["other settings", "from airflow import settings\nprint(settings.DAGS_FOLDER)\n"],
    ["a database of one's own", "from sqlalchemy.orm import Session\nSession()  # airflow\n"],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
