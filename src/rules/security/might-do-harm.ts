import type { SkimmedCode } from "../../python/code/skim-code.ts";
import { type CodeLook, hasEscapes, lookAtCode } from "./look-at-code.ts";

/**
 * A quick look at a Python file for whether a rule of this group could speak of its code, so that not every file of a large repository
 * is parsed.
 */
export function mightDoHarm(skimmed: SkimmedCode): boolean {
  const look = lookAtCode(skimmed);
  return look === null || looks.some((isSuspect) => isSuspect(look));
}

/** Each for one or some of the rules: what they cannot speak without. */
const looks: readonly ((look: CodeLook) => boolean)[] = [
  mightHide,
  mightLoadCode,
  mightConnect,
  mightRunPrograms,
  mightStartContainers,
  mightReachFiles,
  mightReachAirflow,
  mightPutIntoSql,
  mightPassOnEnvironment,
  mightNameMetadataService,
  mightHoldEncoded,
];

/** Code that is run, imported or called by other ways than its name: SEC-007, SEC-008, SEC-010. */
function mightHide({ code, words, has }: CodeLook): boolean {
  if (
    has("__import__", "import_module", "builtins", "__builtins__", "globals", "locals", "vars", "__dict__", ...detours)
  )
    return true;
  if (has("run_path", "run_module", "spec_from_file_location", "SourceFileLoader", "import_string")) return true;
  if ((has("sys") && has("modules")) || (has("pydoc") && has("locate"))) return true;
  if (has("os") && [...words].some((word) => program.test(word))) return true;
  if (has("ctypes") && [...words].some((word) => program.test(word))) return true;
  if (has("eval", "exec", "compile") && /(?<![.\w])(?:eval|exec|compile)\b/.test(code)) return true;
  if (!has("getattr")) return false;
  return has("subprocess", "ctypes") || (has("os") && [...words].some((word) => program.test(word)));
}

const detours = [
  ...["__getattribute__", "__globals__", "__subclasses__", "__call__", "attrgetter", "methodcaller", "resolve_name"],
  ...["timeit", "InteractiveInterpreter", "InteractiveConsole", "cProfile", "profile", "pdb"],
  ...["posix", "nt", "_posixsubprocess"],
];

/** What `os` starts programs with. */
const program = /^(?:system|popen|exec|spawn|posix_spawn|fork)/;

/** SEC-008, SEC-009. */
function mightLoadCode({ has }: CodeLook): boolean {
  const isLoader = has("pickle", "_pickle", "marshal", "dill", "cloudpickle", "joblib", "pickle_compat");
  if (has("jsonpickle") || (has("torch") && has("weights_only"))) return true;
  return has("allow_pickle") || (isLoader && has("load", "loads"));
}

/** SEC-012, SEC-013. */
function mightConnect({ has }: CodeLook): boolean {
  if (has("socket", "socketserver", "pty", "dup2")) return true;
  if (has("start_server", "open_connection", "start_unix_server")) return true;
  if (has("server") && has("http", "xmlrpc")) return true;
  return has("multiprocessing") && has("Listener", "Client");
}

/** What stands in a shell's command: SEC-002, SEC-003, SEC-008, SEC-011, SEC-012, SEC-014, SEC-017, SEC-020, SEC-021, SEC-022. */
function mightRunPrograms({ has, tells }: CodeLook): boolean {
  if (has("bash_command") || (has("default_args", "setattr", "__setattr__") && tells(/bash_command/))) return true;
  if (has("BashOperator", "BashSensor", "SSHOperator", "SSHRemoteJobOperator", "WinRMOperator")) return true;
  if (has("os") && has("system", "popen")) return true;
  if (has("subprocess") && has("run", "call", "check_call", "check_output", "Popen", "getoutput", "getstatusoutput"))
    return true;
  return (
    has("create_subprocess_shell", "create_subprocess_exec", "exec_command") || (has("task") && has("bash", "ssh"))
  );
}

/** SEC-006, SEC-023 to SEC-028, and the commands of containers. */
function mightStartContainers({ code, has, tells, words }: CodeLook): boolean {
  if (has("KubernetesPodOperator", "GKEStartPodOperator", "EksPodOperator", "KubernetesJobOperator")) return true;
  if (has("DockerOperator", "DockerSwarmOperator", "Mount")) return true;
  if (has("docker") && has("types", "task", "containers", "create_container", "create_host_config")) return true;
  if (has("KubernetesCreateResourceOperator", "KubernetesApplyResourceOperator")) return true;
  if (has("kubernetes", "docker") && has("privileged", "host_network", "host_pid", "host_ipc", "add")) return true;
  if (
    (has("kubernetes") && has("task")) ||
    (/\bV1[A-Z]/.test(code) && [...words].some((word) => /^V1[A-Z]/.test(word)))
  )
    return true;
  return has("executor_config") && (power.test(code) || tells(power));
}

const power = /privileged|pod_template_file|cap_?add|\badd\b|host_?(?:network|pid|ipc|path)|(?:network|pid|ipc)_?mode/i;

/** Files at an absolute path, of credentials, or where DAGs are: SEC-014 to SEC-017. */
function mightReachFiles({ texts, words, has, tells }: CodeLook): boolean {
  if (!has(...fileModules) && !(has("os") && has(...fileFunctions))) return false;
  if (/\0(?:[/~$]|\.\.\/|file:|\\[xuUN0-7])/i.test(texts) || has("sep", "__file__", "DAGS_FOLDER", "PLUGINS_FOLDER"))
    return true;
  if (has("pathlib") && has("home")) return true;
  if (has("expanduser", "home") || [...words].some((word) => word.endsWith("HOME")) || tells(/HOME\b/)) {
    if (tells(/shadow|sudoers|secrets|environ|\.ssh|aws|kube|docker|netrc|pgpass|git-|gcloud|cfg/)) return true;
  }
  return tells(/dags|plugins/) && (has("conf", "configuration") || tells(/airflow/i));
}

const fileModules = [
  ...["open", "shutil", "pathlib", "glob", "iglob", "pandas", "tarfile", "zipfile", "linecache", "configparser"],
  ...[
    "FileIO",
    "open_code",
    "fileinput",
    "urlopen",
    "urlretrieve",
    "to_csv",
    "to_parquet",
    "to_json",
    "to_excel",
    "to_pickle",
    "to_feather",
  ],
];

const fileFunctions = [
  ...["listdir", "scandir", "walk", "readlink", "remove", "unlink", "rmdir", "removedirs", "makedirs", "mkdir"],
  ...["truncate", "chmod", "chown", "symlink", "link", "rename", "replace", "renames"],
];

/** Airflow's database and configuration: SEC-019, SEC-020, SEC-021. */
function mightReachAirflow(look: CodeLook): boolean {
  const { has, tells, texts } = look;
  if (has("get_connections") || (has("as_dict") && has("display_sensitive"))) return true;
  if (/AIRFLOW__|AIRFLOW_CONN_\0/.test(texts) || hasEscapes(texts)) return true;
  if (has("conf", "configuration") && has("get", "getsection", "get_mandatory_value") && tells(secretOption))
    return true;
  if (!has("airflow")) return false;
  if (mightGiveConnection(look) && tells(/airflow_db/)) return true;
  if (has("settings") && has(...settingsOfDatabase)) return true;
  if (has("models", "sdk") && has("Connection", "Variable") && has("query", "select", "scalars", "delete", "update"))
    return true;
  return has("utils") && has("session", "db", "db_cleanup") && namesDatabaseUtils(look);
}

/** By name, first, or in a dictionary. */
function mightGiveConnection({ code, words, tells }: CodeLook): boolean {
  if ([...words].some((word) => connectionWord.test(word))) return true;
  return tells(/conn_id/) && /\*\*[\s\\]*(?:(?!kwargs\b)[\w({])|\bkwargs[\s\\)]*[:=]/.test(code);
}

const connectionWord =
  /conn_id$|Hook$|^(?:get_connection|get_connection_from_secrets|get_hook|Connection|default_args)$/;

/** `airflow.utils.session` and `airflow.utils.db`, or another name for `airflow.utils`. */
function namesDatabaseUtils({ code }: CodeLook): boolean {
  return /\butils\b(?:[\s\\]*\.[\s\\]*(?:session|db|db_cleanup)\b|(?!\s*\.))/.test(code);
}

const settingsOfDatabase = [
  ...["Session", "engine", "get_engine", "create_session", "SQL_ALCHEMY_CONN", "configure_orm", "execute", "scalars"],
];

const secretOption =
  /fernet_key|sql_alchemy_conn|secret_key|jwt_secret|result_backend|broker_url|smtp_password|backend_kwargs|bind_password/;

/** SEC-004, SEC-005. */
function mightPutIntoSql({ code, texts, has, tells, words }: CodeLook): boolean {
  const isOperator = has(...sqlArguments) && [...words].some((word) => /(?:Operator|Sensor)$/.test(word));
  if (!isOperator && !has(...sqlMethods)) return false;
  if (has("conf") && (has("dag_run") || tells(/dag_run/))) return true;
  if (has("params") && /(?<![.\w])params\b(?!\s*=(?!=))/.test(code)) return true; // but not as the name of an argument
  if (has("context", "ctx", "kwargs", "_context", "get_current_context") && tells(/\0params(?:\0|$)/)) return true;
  return (texts.includes("{") || hasEscapes(texts)) && tells(/dag_run|params/);
}

const sqlArguments = ["sql", "hql", "query", "bql", "statement", "configuration", "query_string", "sql_query"];

const sqlMethods = [
  ...["run", "get_records", "get_first", "get_pandas_df", "get_df", "execute", "executemany", "insert_rows"],
  ...["read_sql", "read_sql_query", "text"],
];

/** SEC-022: the environment, but not one item of it. */
function mightPassOnEnvironment({ code, has }: CodeLook): boolean {
  return (
    has("os") && has("environ") && /\benviron\b(?!\s*(?:\[|\.\s*(?:get|pop|setdefault|keys|__contains__)\b))/.test(code)
  );
}

/** SEC-018. A text that is added to another is read by itself. */
function mightNameMetadataService({ texts, has, tells }: CodeLook): boolean {
  return (
    /169\.254|100\.100\.100\.200|fd00:ec2|metadata\.(?:google|goog|azure)|2852039166|0xa9fea9fe|instance-data/i.test(
      texts,
    ) ||
    /\/\/\[?(?:0|\d{1,4}\.|\d{8}|:)|\/\/[^\s/]{0,60}[^ -~\s]|computeMetadata/i.test(texts) ||
    (has("requests", "httpx", "urllib", "urllib3", "aiohttp", "http") && tells(/254/)) ||
    hasEscapes(texts)
  );
}

/** SEC-033. */
function mightHoldEncoded({ texts }: CodeLook): boolean {
  return (
    texts.length >= 1000 &&
    texts.split("\0").some((text) => text.length >= 1000 && !/[^\s\w+/=\\{}-]|\S[ \t]+\S/.test(text))
  );
}
