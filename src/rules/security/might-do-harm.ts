/**
 * A quick look at a Python text for whether a rule of this group could speak of its code, so that not every file of a large repository
 * is parsed.
 */
export function mightDoHarm(text: string): boolean {
  if (looks.some((look) => look.test(text)) || hasLongLine(text)) return true;
  return /airflow/i.test(text) && looksWithAirflow.some((look) => look.test(text));
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

/** In these words stands what rules say of Airflow's own code, and each detour to it. */
const words = [
  ...["compile", "run_path", "run_module", "locate", "pickle_compat", "importlib", "import_string", "__dict__"],
  ...[
    "_pickle",
    "dill",
    "pty",
    "kubernetes",
    "getattr",
    "vars",
    "globals",
    "locals",
    "attrgetter",
    "partial",
    "subprocess",
    "os",
    "multiprocessing",
  ],
  ...["create_subprocess_shell", "start_unix_server", "socket", "V1[A-Z]\\w*", "executor_config", "Mount", "docker"],
  ...[
    "\\w{0,40}(?:Bash|SSH|WinRM|Docker|Pod|Kubernetes)\\w{0,40}(?:Operator|Sensor)",
    "task\\.[a-z]\\w*",
    "environ",
    "getenv",
  ],
  ...[
    "params",
    "settings",
    "[sS]ession",
    "\\w+_session",
    "NEW_SESSION",
    "get_engine",
    "configure_orm",
    "get_connections",
  ],
  ...["Connection", "Variable", "conf", "configuration", "expanduser", "__file__", "(?:DAGS|PLUGINS)_FOLDER"],
];

const looksWithAirflow: readonly RegExp[] = [
  new RegExp(`\\b(?:${words.join("|")})\\b`),
  /["'][~/]|AIRFLOW_|_HOME\b|utils[. ](?:import )?db|\/(?:dags|plugins|etc|proc)\b|\.(?:cfg|bash|ssh)\b|169\./,
  // Text that is written otherwise than it reads, and long encoded text.
  /\\(?:[xuUN]|[0-7]{2})|[^\0-\u007f]|[A-Za-z0-9+/_-]{40}/,
];
