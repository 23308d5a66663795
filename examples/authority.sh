# SPDX-License-Identifier: MIT
# Sourced by demo.sh and record.

# make_authority DIR NAME...: a certificate authority, DIR/ca.pem, and a certificate that it signed for a
# server of these names, DIR/server.pem with DIR/server.key. Both are good for a day.
make_authority() {
  local dir=$1 names
  shift
  names=$(printf ',DNS:%s' "$@")
  {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 1 -subj '/CN=Demo authority' \
      -addext keyUsage=critical,keyCertSign,cRLSign -keyout "$dir/ca.key" -out "$dir/ca.pem"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj "/CN=$1" \
      -keyout "$dir/server.key" -out "$dir/server.csr"
    openssl x509 -req -in "$dir/server.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" -days 1 -out "$dir/server.pem" \
      -extfile <(printf 'basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=%s\n' "${names#,}")
  } 2>"$dir/openssl.log" || { cat "$dir/openssl.log" >&2; return 1; }
}
