/**
 * Packages that many use, by their normalised names; behind a name what is imported from it, where that is not the name itself. Written by
 * hand from what each package's own documentation says: it is for telling look-alikes, and which import belongs to which package.
 */
const table = `
aiobotocore; aiofiles; aiohttp; aiosqlite; airbyte-api airbyte_api; alembic; altair; anthropic; anyio; apprise; argcomplete; arrow; asgiref
asn1crypto; astroid; asyncpg; async-timeout; atlassian-python-api atlassian; attrs attr attrs; authlib; avro; azure-core azure.core
azure-identity azure.identity; azure-keyvault-secrets azure.keyvault.secrets; azure-storage-blob azure.storage.blob
azure-storage-file-datalake azure.storage.filedatalake; babel; backoff; bcrypt; beautifulsoup4 bs4; black; bleach; blinker; bokeh; boto; boto3
botocore; build; cachetools; catboost; cattrs cattr cattrs; celery; certifi; cffi _cffi_backend; chardet; charset-normalizer; click; clickhouse-connect
clickhouse-driver; cloudpickle; colorama; colorlog; confluent-kafka confluent_kafka; contourpy; coverage; croniter; cryptography; cx-oracle cx_Oracle; cycler
cython Cython cython pyximport; dagster; dagster-airbyte; dagster-aws; dagster-azure; dagster-celery; dagster-dbt; dagster-docker; dagster-duckdb; dagster-duckdb-pandas
dagster-gcp; dagster-graphql; dagster-k8s; dagster-pandas; dagster-pipes; dagster-postgres; dagster-pyspark; dagster-shared; dagster-slack; dagster-snowflake; dagster-spark; dagster-webserver
dash; dask; databricks-cli; databricks-sdk databricks.sdk; databricks-sql-connector databricks.sql; dbt-core dbt; decorator; deepdiff; defusedxml; deltalake; deprecated; dill
distlib; distributed; django; djangorestframework rest_framework; dnspython dns; docker; docopt; docutils; duckdb; dvc; ecdsa; elasticsearch; email-validator; et-xmlfile et_xmlfile; execnet
faker; fastapi; fastavro; fastparquet; filelock; fiona; flake8; flask; flask-cors; flask-login; flask-sqlalchemy; fonttools fontTools; frozenlist; fsspec; future future past builtins; gcsfs
gensim; geopandas; gevent; gitdb; gitpython git; google-api-core google.api_core; google-api-python-client googleapiclient apiclient; google-auth google.auth google.oauth2
google-auth-httplib2 google_auth_httplib2; google-auth-oauthlib google_auth_oauthlib; google-cloud-aiplatform google.cloud.aiplatform vertexai; google-cloud-bigquery google.cloud.bigquery
google-cloud-core google.cloud; google-cloud-dataproc google.cloud.dataproc google.cloud.dataproc_v1; google-cloud-logging google.cloud.logging; google-cloud-pubsub google.cloud.pubsub google.cloud.pubsub_v1 google.pubsub
google-cloud-secret-manager google.cloud.secretmanager; google-cloud-storage google.cloud.storage; googleapis-common-protos google.api google.rpc google.type; gql; graphene; great-expectations; greenlet; grpcio grpc
gspread; gunicorn; h11; h2; h5py; hdfs; hologram; html5lib; httpcore; httplib2; httptools; httpx; huggingface-hub; humanize; hvac; hyperframe; hypothesis; ibis-framework ibis; idna; imageio; importlib-metadata
importlib-resources; iniconfig; ipykernel; ipython IPython; isodate; isort; itsdangerous; jaydebeapi; jedi; jinja2; jira; jmespath; joblib; jpype1 jpype; jsonpatch; jsonpath-ng; jsonpointer; jsonschema; jsonschema-specifications
jupyter-client; jupyter-core; kafka-python kafka; keras; keyring; kiwisolver; kombu; kubernetes; langchain; langchain-core; ldap3; lifelines; lightgbm; llvmlite; looker-sdk; loguru; lxml; lz4; mako; mariadb; markdown
markdown-it-py markdown_it; markupsafe; marshmallow; matplotlib matplotlib mpl_toolkits pylab; mccabe; minio; missingno; mlflow; mock; more-itertools; moto; msal; msgpack; multidict; mypy; mypy-extensions; mysql-connector-python mysql
mysqlclient MySQLdb; natsort; nbconvert; nbformat; neo4j; networkx; nltk; nose; notebook; numba; numexpr; numpy; oauthlib; office365-rest-python-client office365; omegaconf; openai; opencv-python cv2; opencv-python-headless cv2
openlineage-airflow openlineage.airflow; openlineage-python openlineage.client; openpyxl; opensearch-py opensearchpy; opentelemetry-api opentelemetry; opentelemetry-sdk opentelemetry.sdk; oracledb; orjson; oscrypto
packaging; pandas; pandas-gbq; pandera; papermill; paramiko; parso; passlib; pathspec; patsy; pdfminer-six pdfminer; peewee; pendulum; pexpect; pillow PIL; pip; pip-tools piptools; pipenv; platformdirs; playwright; plotly; plotnine
pluggy; poetry; polars; polyline; prefect; presto-python-client prestodb; prettytable; prometheus-client; prompt-toolkit; protobuf google.protobuf; psutil; psycopg; psycopg-binary psycopg_binary; psycopg2; psycopg2-binary psycopg2; ptyprocess
py4j; pyarrow; pyasn1; pyasn1-modules; pycodestyle; pycountry; pycparser; pycryptodome Crypto; pycryptodomex Cryptodome; pydantic; pydantic-core; pydantic-settings; pydata-google-auth; pydot; pydruid; pyflakes; pygithub github; pygments; pyhive
pyiceberg; pyjwt jwt; pylint; pymongo pymongo bson gridfs; pymssql; pymysql; pynacl nacl; pyodbc; pyopenssl OpenSSL; pyparsing; pyproj; pyrsistent; pyserial serial; pysftp; pyspark; pytest _pytest pytest; pytest-cov; pytest-mock; python-dateutil dateutil; python-docx docx
python-dotenv dotenv; python-gitlab gitlab; python-jose jose; python-json-logger pythonjsonlogger; python-ldap ldap ldif; python-magic magic; python-multipart multipart python_multipart; python-pptx pptx; python-slugify slugify; python-telegram-bot telegram; pytz; pyyaml yaml _yaml
pyzmq zmq; rasterio; ray; redis; redshift-connector; regex; reportlab; requests; requests-aws4auth; requests-file; requests-oauthlib; requests-toolbelt; responses; rfc3986; rich; rsa; rtree; ruamel-yaml ruamel.yaml; ruff; s3fs; s3transfer; sagemaker; scikit-image skimage; scikit-learn sklearn
scipy; scrapy; seaborn; selenium; sendgrid; sentencepiece; sentry-sdk; setuptools setuptools pkg_resources _distutils_hack distutils; shap; shapely; shellingham; simple-salesforce; simplejson; six; slack-sdk; smart-open; smmap; sniffio; snowflake-connector-python snowflake.connector; snowflake-snowpark-python snowflake.snowpark
snowflake-sqlalchemy snowflake.sqlalchemy; sortedcontainers; soupsieve; spacy; sphinx; sqlalchemy; sqlalchemy-bigquery; sqlfluff; sqlglot; sqlmodel; sqlparse; sshtunnel; starlette; statsmodels; stripe; structlog; sympy; tableauserverclient; tabulate; tenacity; tensorboard; tensorflow; termcolor
textblob; thrift; threadpoolctl; thrift-sasl; tiktoken; tinycss2; tokenizers; toml; tomli; tomlkit; toolz; torch; torchaudio; torchvision; tornado; tox; tqdm; traitlets; transformers; trino; twilio; twine; typeguard; typer; types-requests; typing-extensions; typing-inspect; tzdata; tzlocal; ujson; uritemplate; urllib3
uvicorn; uvloop; vertica-python; virtualenv; vine; watchdog; watchfiles; wcwidth; webencodings; websocket-client websocket; websockets; werkzeug; wheel; whitenoise; wrapt; wtforms; xarray; xgboost; xlrd; xlsxwriter; xlwt; xmltodict; yarl; ydata-profiling; zeep; zipp; zope-interface zope.interface; zstandard
apache-airflow airflow; apache-airflow-core airflow; apache-airflow-task-sdk airflow.sdk; apache-airflow-client airflow_client; apache-beam apache_beam; apache-flink pyflink; apache-superset superset; astronomer-cosmos cosmos
`;

/** What can be imported from each well-known package. */
export const wellKnown: ReadonlyMap<string, readonly string[]> = new Map(
  table
    .split(/[;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [name = "", ...modules] = entry.split(" ");
      return [name, modules.length > 0 ? modules : [name.replaceAll("-", "_")]];
    }),
);

/** The well-known package from which a module is imported, if there is one. */
export function packageOf(module: string): string | null {
  for (const [name, modules] of wellKnown) {
    if (modules.some((one) => module === one || module.startsWith(`${one}.`))) return name;
  }
  return null;
}
