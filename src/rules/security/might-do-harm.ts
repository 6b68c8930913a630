/**
 * A quick look at a Python text for whether a rule of this group could speak of its code, so that not every file of a large
 * repository is parsed. What names Airflow always is.
 */
export function mightDoHarm(text: string): boolean {
  return /airflow/i.test(text) || hasLongLine(text) || looks.some((look) => look.test(text));
}

function hasLongLine(text: string): boolean {
  for (let from = 0; from < text.length; ) {
    const to = text.indexOf("\n", from);
    const end = to === -1 ? text.length : to;
    if (end - from > 1000) return true;
    from = end + 1;
  }
  return false;
}

const modules = "os|sys|subprocess|builtins|importlib|socket|ctypes|pty|pickle|marshal";

/** Words without which none of the rules has anything to say of a file. */
const looks: readonly RegExp[] = [
  // Code that is run, imported or loaded by other ways than its name.
  /(?<![.\w])(?:eval|exec)\b|\b(?:__import__|__builtins__|builtins|runpy|pickle|import_module|spec_from_file_location|SourceFileLoader|marshal)\b/,
  /\b(?:compile\s*\(.{0,200}["'](?:exec|eval|single)["']|joblib|cloudpickle|allow_pickle)/,
  new RegExp(`\\b(?:getattr|vars)\\s*\\(\\s*(?:${modules})\\b|\\b(?:${modules})\\.__dict__|sys\\.modules\\[`),
  new RegExp(`\\b(?:${modules})[ \\t]+as\\b|=[ \\t]*(?:${modules})[ \\t]*(?:[#;\\r\\n]|$)`),
  // The network, and what runs beside the task.
  /\b(?:socket\.|socketserver|pty\.|start_server|open_connection|create_server|http\.server|xmlrpc\.server|Listener)/,
  /\b(?:V1[A-Z]\w+|privileged|docker\.types|DockerOperator|dag_run)\b|\/dev\/tcp|\b(?:curl|wget|printenv|ncat|netcat|socat)\b/,
  /169\.254|100\.100\.100\.200|fd00:ec2|metadata\.(?:google|goog|azure)|2852039166|0xa9fea9fe|instance-data/i,
  // Files.
  /["'](?:\/(?:etc|proc|root|sys|boot|run|dev|opt|usr|srv|home|mnt|data|var)\/|~\/\.)|\.(?:ssh|aws|kube|netrc|pgpass)\b/,
  /\b(?:open|Path|rmtree|copy\w*|move|remove|unlink|makedirs|mkdir|to_[a-z]+)\(\s*[rbfu]{0,2}["']\/\w/,
  /\bos\.environ(?:\)|\.(?:copy|items|values)\()/,
  // Letters that pass for ASCII ones (Greek, Cyrillic, Armenian, Cherokee, full width, mathematical) next to a letter of a name.
  /[\u0370-\u058f\u13a0-\u13ff][ \t]*(?:=[^=]|\(|\.\w)|\bimport [^\n]{0,300}[\u0370-\u058f\u13a0-\u13ff]/u,
  /[A-Za-z_][\u0370-\u058f\u13a0-\u13ff]|[\u0370-\u058f\u13a0-\u13ff][A-Za-z_]|[\u0131\u0251\u0261\u1d00-\u1d7f\u2100-\u214f\ufb00-\ufb06\uff21-\uff5a\u{1d400}-\u{1d7ff}]/u,
];
