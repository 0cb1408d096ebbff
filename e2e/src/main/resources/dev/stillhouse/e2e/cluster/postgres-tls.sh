# Turns TLS on in the server of this pod, with an authority of its own, and lets the user app in only with a certificate.
# The keys are in the form in which CloudNativePG issues them.
#
# usage: sh -c "$(cat postgres-tls.sh)" postgres-tls <host> <password of app>
set -eu
host=$1
password=$2
cd "$PGDATA"

# issue <file> <name> <extension>
issue() {
    openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
    openssl req -new -key "$1.key" -subj "/CN=$2" -out "$1.csr"
    printf '%s\n' "$3" >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -extfile "$1.ext" -out "$1.crt"
    chmod 0600 "$1.key"
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=Authority of a test" \
    -keyout ca.key -out ca.crt
issue server "$host" "subjectAltName=DNS:$host"
issue app app "extendedKeyUsage=clientAuth"

cat >pg_hba.conf <<'HBA'
local all all trust
host all all 127.0.0.1/32 trust
hostssl all app all scram-sha-256 clientcert=verify-full
HBA
psql -h /tmp -U postgres -d postgres -v ON_ERROR_STOP=1 -q <<SQL
DO 'BEGIN CREATE USER app; EXCEPTION WHEN duplicate_object THEN NULL; END';
ALTER USER app PASSWORD '$password';
ALTER SYSTEM SET ssl = on;
ALTER SYSTEM SET ssl_cert_file = 'server.crt';
ALTER SYSTEM SET ssl_key_file = 'server.key';
ALTER SYSTEM SET ssl_ca_file = 'ca.crt';
SELECT pg_reload_conf() \g /dev/null
SQL
