import { createHash } from "node:crypto";
import { pipeline, type Readable, Transform, type TransformCallback } from "node:stream";
import { StorageError } from "../domain/errors.ts";

export interface ExpectedBytes {
  /** Hex. */
  readonly md5: string;
  readonly size: number;
  /** Where they come from, for the error's message. */
  readonly location: string;
  readonly key: string;
}

/** The same bytes; at their end a `StorageError` when they are not the ones that the digest and size say. */
export function verifyStream(body: Readable, expected: ExpectedBytes): Readable {
  const verified = createVerifier(expected);
  verified.on("error", () => {}); // whoever reads it gets the error, also one that comes before anybody reads
  return pipeline(body, verified, () => {});
}

function createVerifier(expected: ExpectedBytes): Transform {
  const hash = createHash("md5");
  let size = 0;

  return new Transform({
    transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      hash.update(piece);
      size += piece.length;
      done(size > expected.size ? wrongBytes(expected) : null, piece);
    },
    flush(done: TransformCallback) {
      const isRight = size === expected.size && hash.digest("hex") === expected.md5;
      done(isRight ? null : wrongBytes(expected));
    },
  });
}

function wrongBytes({ location, key }: ExpectedBytes): StorageError {
  return new StorageError(
    `The object ${key} in ${location} does not hold the bytes that its name says, so it is not copied. Find out who changed it; then put the right one there.`,
    { location, retryable: false },
  );
}
