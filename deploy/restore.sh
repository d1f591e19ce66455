#!/usr/bin/env bash
# Restores one backup into a NEW database and a NEW folder, checks both, and says what it found.
# What runs now is not touched; docs/deploy.md tells how to switch over afterwards.
#
#   deploy/restore.sh BACKUP DATABASE < admin-url
#
#   BACKUP        a folder that backup.sh made
#   DATABASE      the name of the database to make; it must not exist
#   admin-url     an administrator of the PostgreSQL server, as for `deploy/tenong prepare`
#   RESTORED      the new folder; /var/backups/tenong/DATABASE unless told. It gets files/, the
#                 documents, and keys/, the keys with the URLs of the new database
#   TENONG_KEYS   the keys of the installation that made the backup; /etc/tenong/keys unless told
#   PG_BIN        folder with pg_restore, when the one on PATH is older than the backup
set -euo pipefail
umask 077
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
backup=$(readlink -f "${1:?which backup}")
database=${2:?the name of the new database}
keys=${TENONG_KEYS:-/etc/tenong/keys}
restored=${RESTORED:-/var/backups/tenong/$database}
new_keys=$restored/keys
files=$restored/files
admin_url=$(cat)
cd "$here/.."
[ -z "${PG_BIN:-}" ] || PATH=$PG_BIN:$PATH
python=${TENONG_PYTHON:-.venv/bin/python}

refuse() { echo "tenong: $1" >&2; exit 1; }
[ -r "$keys/identity_key" ] || refuse "the keys in $keys cannot be read; bring them back first."
[ ! -e "$restored" ] || refuse "$restored exists already: name another folder in RESTORED."

echo "Checking the backup ..."
(cd "$backup" && sha256sum --check --quiet SHA256SUMS) || refuse "the backup is damaged."

echo "Making the database $database ..."
contents=$(mktemp)
trap 'rm -rf "$contents" "$restored"' EXIT
mkdir "$restored"
cp --archive "$keys" "$new_keys"
TENONG_KEYS=$new_keys "$here/tenong" prepare --new "$database" <<<"$admin_url"
trap 'rm -f "$contents"' EXIT

echo "Loading ..."
eval "$("$python" -m deploy.connection "$new_keys/owner_database_url")"
# The new database has its own rights on the schema public, and its own owner.
pg_restore --list "$backup/database.dump" | grep --invert-match ' ACL - SCHEMA public ' \
    >"$contents"
pg_restore --exit-on-error --no-owner --no-password --use-list="$contents" \
    --dbname="$database" "$backup/database.dump"
mkdir "$files"
cp --recursive --preserve=timestamps "$backup/files/." "$files/"

echo "Checking what was loaded ..."
psql --no-psqlrc --tuples-only --no-align --no-password --command \
    "SELECT 'revision ' || version_num FROM alembic_version
     UNION ALL SELECT 'audit entries ' || count(*) FROM audit_entries
     UNION ALL SELECT 'stored files ' || count(*) FROM stored_files" |
    diff "$backup/about.txt" - || refuse "the restored rows are not those of the backup."
TENONG_KEYS=$new_keys "$here/tenong" audit verify
psql --no-psqlrc --tuples-only --no-align --no-password \
    --command "SELECT sha256 FROM stored_files" | "$python" -m deploy.documents "$files"
echo "Restored into the database $database and the folder $restored."
