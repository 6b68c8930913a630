/**
 * A quick look at a Python text for whether a rule of this group could speak of its code, so that not every file is parsed. Each
 * of the rules says with `isSoughtIn` of its test that its bad example is let through.
 */
export function mightDoHarm(text: string): boolean {
  return /airflow/i.test(text) || dangerous.test(text) || suspiciousLetter.test(text);
}

/** Words without which none of the rules has anything to say. */
const dangerous = new RegExp(
  [
    String.raw`\b(?:eval|exec|__import__|__builtins__|__dict__|builtins|runpy|import_module|spec_from_file_location)\b`,
    String.raw`\b(?:joblib|cloudpickle|allow_pickle|b64decode|fromhex|unhexlify|a85decode|b85decode|decompress)\b`,
    String.raw`\b(?:socket|socketserver|pty|start_server|create_server|http\.server|xmlrpc\.server)\b`,
    String.raw`\b(?:dag_run|V1HostPathVolumeSource|V1SecurityContext|V1PodSpec|privileged|boto3|kubernetes)\b`,
    String.raw`/(?:etc|proc|root|dev|var/run|run/secrets|opt|usr|bin|sbin|boot|sys)/|\.(?:ssh|aws|kube|netrc|pgpass|docker|config/gcloud)\b`,
    String.raw`169\.254|100\.100\.100\.200|fd00:ec2|metadata\.|2852039166|0xa9fea9fe|0251\.`,
    String.raw`dict\(os\.environ|os\.environ\)|\bprintenv\b|/dev/tcp|\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b|\bsh\s+-c\b`,
  ].join("|"),
  "i",
);

/** Letters that pass for ASCII ones: Greek, Cyrillic, Armenian, Cherokee, full width, mathematical. */
const suspiciousLetter = /[\u0370-\u058f\u13a0-\u13ff\u1d00-\u1d7f\u2100-\u214f\uff21-\uff5a\u{1d400}-\u{1d7ff}]/u;
