/**
 * Top-level modules of Python's standard library, on any platform, from 3.9 to 3.14. Source: `sys.stdlib_module_names` of CPython 3.10 to 3.13
 * themselves, and for 3.9 and 3.14 the lists of https://pypi.org/project/stdlib-list/ 0.12.0, which agree with CPython's where both are known.
 */
const inAll = `
  abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile calendar cmath cmd code
  codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv ctypes curses
  dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput
  fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http
  imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes
  mmap modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator optparse os pathlib pdb pickle
  pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data
  pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil
  signal site smtplib socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep
  struct subprocess symtable sys sysconfig syslog tabnanny tarfile tempfile termios textwrap this threading time timeit tkinter
  token tokenize trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid venv warnings
  wave weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo test idlelib
`;

/** Private ones, some of which are not in all versions; nobody should import them, and which version has which is no matter here. */
const withUnderscore = `
  __future__ __main__ __phello__ _abc _aix_support _android_support _apple_support _ast _ast_unparse _asyncio _bisect _blake2
  _bootlocale _bootsubprocess _bz2 _codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _collections
  _collections_abc _colorize _compat_pickle _compression _contextvars _crypt _csv _ctypes _curses _curses_panel _datetime _dbm
  _decimal _elementtree _frozen_importlib _frozen_importlib_external _functools _gdbm _hashlib _heapq _hmac _imp _interpchannels
  _interpqueues _interpreters _io _ios_support _json _locale _lsprof _lzma _markupbase _md5 _msi _multibytecodec
  _multiprocessing _opcode _opcode_metadata _operator _osx_support _overlapped _peg_parser _pickle _posixshmem _posixsubprocess
  _py_abc _py_warnings _pydatetime _pydecimal _pyio _pylong _pyrepl _queue _random _remote_debugging _scproxy _sha1 _sha2
  _sha256 _sha3 _sha512 _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat _statistics _string _strptime _struct
  _suggestions _symtable _sysconfig _thread _threading_local _tkinter _tokenize _tracemalloc _types _typing _uuid _warnings
  _weakref _weakrefset _winapi _wmi _zoneinfo _zstd
`;

/** The first and the last version (3.x) that has them, as far as 3.9 to 3.14 go. */
const inSome: Readonly<Record<string, readonly [first: number, last: number]>> = {
  aifc: [9, 12],
  annotationlib: [14, 14],
  asynchat: [9, 11],
  asyncore: [9, 11],
  audioop: [9, 12],
  binhex: [9, 10],
  cgi: [9, 12],
  cgitb: [9, 12],
  chunk: [9, 12],
  compression: [14, 14],
  crypt: [9, 12],
  distutils: [9, 11],
  formatter: [9, 9],
  imghdr: [9, 12],
  imp: [9, 11],
  lib2to3: [9, 12],
  mailcap: [9, 12],
  msilib: [9, 12],
  nis: [9, 12],
  nntplib: [9, 12],
  ossaudiodev: [9, 12],
  parser: [9, 9],
  pipes: [9, 12],
  smtpd: [9, 11],
  sndhdr: [9, 12],
  spwd: [9, 12],
  sunau: [9, 12],
  symbol: [9, 9],
  telnetlib: [9, 12],
  tomllib: [11, 14],
  uu: [9, 12],
  xdrlib: [9, 12],
};

const [oldest, newest] = [9, 14];
const everywhere: ReadonlySet<string> = new Set([...words(inAll), ...words(withUnderscore)]);

/** How Python of a version stands to a top-level module. */
export type StandardModule =
  | { readonly state: "there" }
  /** Other versions have it; `since` and `until` (3.x) are the first and the last one, `null` where that is older or newer than is known here. */
  | { readonly state: "other-version"; readonly since: number | null; readonly until: number | null }
  | { readonly state: "none" };

/** Looks a top-level module up. `python` is `major.minor`. */
export function findStandardModule(name: string, python: string): StandardModule {
  if (everywhere.has(name)) return { state: "there" };
  const range = Object.hasOwn(inSome, name) ? inSome[name] : undefined;
  if (range === undefined) return { state: "none" };
  const minor = Number(/^3\.(\d{1,3})/.exec(python)?.[1] ?? newest);
  const [first, last] = range;
  if (minor >= (first === oldest ? 0 : first) && (minor <= last || last === newest)) return { state: "there" };
  return { state: "other-version", since: first === oldest ? null : first, until: last === newest ? null : last };
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
