#!/usr/bin/env bash
# Writes one backup: the database, the stored documents, and a list of checksums.
#
#   OWNER_DATABASE_URL_FILE   file with the owner's database URL (it alone reads every row)
#   FILES                     folder of the stored documents; empty when an S3 store keeps them
#   BACKUPS                   where backups are kept, one folder each, named by the moment (UTC)
#   KEEP_DAYS                 older ones are removed after a good new one; 30 unless told
#   PG_BIN                    folder with pg_dump, when the one on PATH is older than the server
#
# Nothing is encrypted here: a backup is as secret as the database. The keys are not in it. Keep
# them elsewhere: without them identity numbers and unopened quotes cannot be read again.
set -euo pipefail
umask 077
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
[ -z "${PG_BIN:-}" ] || PATH=$PG_BIN:$PATH
python=${TENONG_PYTHON:-.venv/bin/python}
: "${OWNER_DATABASE_URL_FILE:?name the file with the owner\'s database URL}"
: "${BACKUPS:?name the folder for backups}"
files=${FILES:-}
keep_days=${KEEP_DAYS:-30}

exec 9>"$BACKUPS/.lock"
flock --nonblock 9 || { echo "tenong: another backup is running." >&2; exit 1; }

moment=$(date --utc +%Y%m%dT%H%M%SZ)
draft=$BACKUPS/.$moment.draft
[ ! -e "$BACKUPS/$moment" ] || { echo "tenong: one backup a second is enough." >&2; exit 1; }
trap 'rm -rf "$draft"' EXIT
mkdir "$draft"

# The password goes through the environment: the list of processes is for everybody.
eval "$("$python" -m deploy.connection "$OWNER_DATABASE_URL_FILE")"

# First the database, then the documents: bytes are stored before the row that names them, so the
# documents copied later are never fewer than the rows.
pg_dump --format=custom --no-password --file="$draft/database.dump"
pg_restore --list "$draft/database.dump" >"$draft/contents.txt"
psql --no-psqlrc --tuples-only --no-align --no-password --command \
    "SELECT 'revision ' || version_num FROM alembic_version
     UNION ALL SELECT 'audit entries ' || count(*) FROM audit_entries
     UNION ALL SELECT 'stored files ' || count(*) FROM stored_files" >"$draft/about.txt"

mkdir "$draft/files"
if [ -n "$files" ]; then
    # A stored document never changes, so what the last backup has is linked, not copied.
    last=$(find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d -name '2*Z' | sort | tail -n 1)
    if [ -z "$last" ]; then
        :
    elif (cd "$last" && sha256sum --check --quiet SHA256SUMS >&2); then
        cp --archive --link "$last/files/." "$draft/files/"
    else
        echo "tenong: $last is damaged; this backup copies everything anew." >&2
    fi
    # Half-written documents (.part) belong to no row yet, and may vanish while we look.
    tar --create --file=- --directory="$files" --exclude='*.part' . |
        tar --extract --file=- --directory="$draft/files" --skip-old-files \
            --no-same-owner --no-same-permissions
fi

(cd "$draft" && find . -type f ! -name SHA256SUMS -print0 | sort --zero-terminated |
    xargs --null sha256sum >SHA256SUMS)
sync --file-system "$draft"
mv "$draft" "$BACKUPS/$moment"

find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d -name '2*Z' -mtime "+$keep_days" \
    ! -name "$moment" -exec rm -rf {} +
echo "$BACKUPS/$moment: $(tr '\n' ',' <"$BACKUPS/$moment/about.txt" | sed 's/,$//; s/,/, /g')"
