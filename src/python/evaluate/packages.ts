/** Modules of Python's standard library, 3.10 to 3.14. */
const standard = new Set(
  `__future__ abc argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 calendar cmath cmd code codecs codeop
   collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses
   datetime dbm decimal difflib dis doctest email encodings enum errno faulthandler fcntl filecmp fileinput fnmatch fractions
   ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http imaplib importlib inspect io
   ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap multiprocessing netrc
   numbers operator os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty
   pwd py_compile pyclbr pydoc queue quopri random re readline reprlib resource runpy sched secrets select selectors shelve
   shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess
   sys sysconfig syslog tarfile tempfile termios textwrap threading time timeit token tokenize tomllib trace traceback
   tracemalloc tty turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg
   wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo`.split(/\s+/),
);

/** Packages whose functions make no DAGs. Any other might. */
const harmless = new Set(
  `airflow attr attrs azure boto3 botocore bs4 cattrs certifi click croniter cryptography databricks dateutil deepdiff
   docker duckdb elasticsearch fastparquet filelock fsspec google grpc httpx jinja2 jsonschema jwt kubernetes lxml marshmallow
   matplotlib mlflow msgpack mysql natsort networkx numpy openai openpyxl opensearchpy oracledb orjson packaging pandas pandera
   paramiko pendulum pint polars psutil psycopg psycopg2 pyarrow pydantic pydantic_core pydantic_settings pymongo pymssql pymysql
   pyodbc pyspark pytest pytz redis regex requests rich ruamel scipy sentry_sdk simplejson sklearn slack_sdk snowflake
   sqlalchemy sqlglot sqlparse structlog tabulate tenacity toml tomli tomlkit torch tqdm typing_extensions tzdata tzlocal ujson
   unidecode urllib3 xgboost xlsxwriter yaml`.split(/\s+/),
);

export function isStandard(name: string): boolean {
  return standard.has(name.split(".")[0] ?? "");
}

/** Whether what a full name gives can be no DAG, and can make none. */
export function isHarmless(name: string): boolean {
  const root = name.split(".")[0] ?? "";
  return (
    harmless.has(root) || (standard.has(root) && !/^(importlib|runpy|code|codeop|pickle|marshal|shelve)\b/.test(name))
  );
}
