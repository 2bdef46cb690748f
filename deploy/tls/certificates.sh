#!/usr/bin/env bash
# Makes an authority of your own, when there is none yet, and a certificate for each name, for connections between the
# parts of Paloma: a node and PostgreSQL, Kafka, Redis. Needs openssl.
#
#   certificates.sh FOLDER NAME...
#
# FOLDER/authority.pem is what each side checks the other's certificate against; authority.key signs, and belongs on no
# machine that runs anything. NAME.pem and NAME.key (PKCS #8) are a certificate for the host NAME, and for a client of
# that name. They are good for 825 days; running this again makes new ones.
set -euo pipefail
(($# >= 2)) || { echo "usage: certificates.sh FOLDER NAME..." >&2; exit 2; }
folder=$1
shift
umask 077
mkdir -p "$folder"
cd "$folder"

new_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

if [[ ! -f authority.pem ]]; then
    new_key authority.key
    openssl req -x509 -new -key authority.key -sha256 -days 3650 -subj "/CN=Paloma's parts" -out authority.pem \
        -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign"
fi

for name in "$@"; do
    [[ $name =~ ^[A-Za-z0-9.-]+$ ]] || { echo "not the name of a host: $name" >&2; exit 2; }
    kind=DNS
    [[ ! $name =~ ^[0-9.]+$ ]] || kind=IP
    new_key "$name.key"
    openssl req -new -key "$name.key" -subj "/CN=$name" |
        openssl x509 -req -CA authority.pem -CAkey authority.key -CAcreateserial -sha256 -days 825 -out "$name.pem" \
            -extfile <(printf '%s\n' "subjectAltName=$kind:$name" "extendedKeyUsage=serverAuth,clientAuth" \
                "keyUsage=critical,digitalSignature" "basicConstraints=critical,CA:FALSE") 2>/dev/null
done
