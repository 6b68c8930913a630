/** Applied in order, each once and whole; never edited after a release. The database's `user_version` counts them. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE delivery (
    forge TEXT NOT NULL, id TEXT NOT NULL, event TEXT NOT NULL, received_ms INTEGER NOT NULL,
    PRIMARY KEY (forge, id)
  ) STRICT;
  CREATE INDEX delivery_by_time ON delivery (received_ms);

  CREATE TABLE task (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, due_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL, generation INTEGER NOT NULL, held_generation INTEGER, error TEXT
  ) STRICT;
  CREATE INDEX task_by_due ON task (due_ms, seq);

  CREATE TABLE first_seen_review (
    repository TEXT NOT NULL, change INTEGER NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (repository, change, id)
  ) STRICT;
  CREATE TABLE first_seen_comment (
    repository TEXT NOT NULL, change INTEGER NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (repository, change, id)
  ) STRICT;

  CREATE TABLE landing (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, repository TEXT NOT NULL, ref TEXT NOT NULL, sha TEXT NOT NULL,
    change INTEGER, status TEXT NOT NULL CHECK (status IN ('approved', 'unapproved')), body TEXT NOT NULL,
    UNIQUE (repository, ref, sha)
  ) STRICT;
  CREATE INDEX landing_by_change ON landing (repository, change);
  CREATE TABLE release (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, repository TEXT NOT NULL, namespace TEXT NOT NULL,
    target TEXT NOT NULL, state TEXT NOT NULL, at_ms INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX release_one_live ON release (repository, namespace, target) WHERE state = 'live';
  CREATE INDEX release_by_repository ON release (repository, at_ms);

  CREATE TABLE run (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, repository TEXT NOT NULL, change INTEGER NOT NULL,
    state TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX run_by_change ON run (repository, change);
  CREATE INDEX run_by_state ON run (state);
  CREATE TABLE publication (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL UNIQUE, repository TEXT NOT NULL, change INTEGER,
    branch TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX publication_by_change ON publication (repository, change);
  CREATE INDEX publication_by_branch ON publication (repository, branch);

  CREATE TABLE audit (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
  CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
  CREATE TABLE audit_head (id INTEGER PRIMARY KEY CHECK (id = 1), entries INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;

  CREATE TABLE decision (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, repository TEXT NOT NULL, change INTEGER NOT NULL, head TEXT NOT NULL,
    at TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX decision_by_change ON decision (repository, change, seq);

  CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), count INTEGER NOT NULL) STRICT;
  `,
  `
  CREATE TABLE recall (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, repository TEXT NOT NULL, ref TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX recall_by_ref ON recall (repository, ref);
  CREATE TABLE mention (
    repository TEXT NOT NULL, change INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (repository, change, name)
  ) STRICT;
  `,
  `
  CREATE TABLE attestation (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('approval', 'release')),
    repository TEXT NOT NULL, change INTEGER, commit_id TEXT NOT NULL, place TEXT NOT NULL, at TEXT NOT NULL,
    envelope TEXT NOT NULL,
    UNIQUE (repository, commit_id, kind, place)
  ) STRICT;
  CREATE TRIGGER attestation_is_never_changed BEFORE UPDATE ON attestation BEGIN SELECT RAISE(ABORT, 'attestations are never changed'); END;
  CREATE TRIGGER attestation_is_never_deleted BEFORE DELETE ON attestation BEGIN SELECT RAISE(ABORT, 'attestations are never changed'); END;
  CREATE TABLE blob_digest (oid TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE audit_start (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE TRIGGER audit_start_goes_forward BEFORE UPDATE ON audit_start WHEN NEW.seq < OLD.seq
    BEGIN SELECT RAISE(ABORT, 'the start of the audit log only goes forward'); END;
  CREATE TRIGGER audit_start_is_never_deleted BEFORE DELETE ON audit_start BEGIN SELECT RAISE(ABORT, 'the start of the audit log only goes forward'); END;
  CREATE TABLE audit_checkpoint (seq INTEGER PRIMARY KEY, envelope TEXT NOT NULL) STRICT;
  CREATE TRIGGER audit_checkpoint_is_never_changed BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;
  CREATE TRIGGER audit_checkpoint_is_never_deleted BEFORE DELETE ON audit_checkpoint
    WHEN OLD.seq >= coalesce((SELECT seq FROM audit_start), 0) BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;
  DROP TRIGGER audit_is_never_deleted;
  CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
    WHEN OLD.seq > coalesce((SELECT seq FROM audit_start), 0) BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
  CREATE INDEX audit_by_kind ON audit (CASE WHEN json_valid(entry) THEN json_extract(entry, '$.kind') END, seq);
  `,
  `
  CREATE TABLE organisation_policy (governed TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE answer (
    repository TEXT NOT NULL, change INTEGER NOT NULL, comment INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (repository, change, comment)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE first_seen_label (
    repository TEXT NOT NULL, change INTEGER NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (repository, change, id)
  ) STRICT;
  `,
  `
  CREATE TABLE dag_source (
    repository TEXT NOT NULL, change INTEGER NOT NULL, name TEXT NOT NULL, namespace TEXT NOT NULL, read_as TEXT NOT NULL,
    unclear TEXT,
    PRIMARY KEY (repository, change)
  ) STRICT;
  CREATE INDEX dag_source_by_change ON dag_source (change, namespace);
  CREATE TABLE dag_mention (
    repository TEXT NOT NULL, change INTEGER NOT NULL, kind TEXT NOT NULL, dag_id TEXT NOT NULL, path TEXT NOT NULL,
    line INTEGER NOT NULL, task TEXT,
    FOREIGN KEY (repository, change) REFERENCES dag_source (repository, change) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX dag_mention_by_id ON dag_mention (dag_id);
  CREATE INDEX dag_mention_by_source ON dag_mention (repository, change);
  `,
  `
  CREATE TABLE merged_looks (repository TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
];
