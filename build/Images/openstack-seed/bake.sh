#!/bin/bash
# Makes /seed/mysql.tar.gz: the databases of every service, in the state in which a new stack finds them.
#
# No password is in it that opens anything: the work is done as the server's root, which only the container's root is,
# and users of the identity service get a password that is forgotten here. Each session sets its own: gate-db-accounts.
set -eu
socket=/run/mysqld/mysqld.sock

# step NAME COMMAND...: its output is shown only when it fails, its time always.
step() {
  local name=$1 started=$EPOCHREALTIME log=/tmp/${1// /-}.log
  shift
  "$@" > "$log" 2>&1 || { local code=$?; echo "FAILED: $name"; cat "$log"; return $code; }
  echo "$name: $(((${EPOCHREALTIME/./} - ${started/./}) / 1000)) ms"
}

start_server() {
  install -d -o mysql -g mysql /run/mysqld /var/lib/mysql
  mariadb-install-db --user=mysql --skip-test-db --auth-root-authentication-method=socket || return
  # The log file's size is part of the seed, so it is the one that services/db.yaml asks for.
  mariadbd --user=mysql --skip-networking --socket=$socket \
    --character-set-server=utf8mb3 --collation-server=utf8mb3_general_ci \
    --innodb-log-file-size=16M --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --innodb-doublewrite=0 \
    > /tmp/mariadbd.log 2>&1 &
  server=$!
  local deadline=$((SECONDS + 60))
  until mariadb -e 'SELECT 1'; do
    ((SECONDS < deadline)) || { cat /tmp/mariadbd.log; return 1; }
    sleep 0.1
  done
}

# configure DATABASE: one file that each tool finds its own section in.
configure() {
  local url=mysql+pymysql://root@localhost/$1?unix_socket=$socket
  mkdir -p "/tmp/$1"
  cat > "/tmp/$1/$1.conf" <<END
[DEFAULT]
# Nobody connects; nova-manage wants to see that its template can be filled in.
transport_url = rabbit://user:password@mq:5672/
[database]
connection = $url
[api_database]
connection = mysql+pymysql://root@localhost/nova_api?unix_socket=$socket
[placement_database]
connection = $url
sync_on_startup = true
[fernet_tokens]
key_repository = /tmp/keystone/tokens
[fernet_receipts]
key_repository = /tmp/keystone/tokens
[credential]
key_repository = /tmp/keystone/credentials
[identity]
password_hash_rounds = 4
END
}

identity() {
  export OS_KEYSTONE_CONFIG_DIR=/tmp/keystone
  local manage="keystone-manage --config-file /tmp/keystone/keystone.conf" password
  password=$(head -c 24 /dev/urandom | base64 | tr '+/' 'xy')
  gate-keystone-keys /tmp/keystone/tokens /tmp/keystone/credentials
  step "keystone tables" $manage db_sync
  step "keystone bootstrap" $manage bootstrap --bootstrap-password "$password" --bootstrap-region-id RegionOne \
    --bootstrap-public-url http://keystone:5000/v3 --bootstrap-internal-url http://keystone:5000/v3
  ADMIN_PASSWORD=$password step "keystone content" python3 /bake/identity.py
}

images_and_placement() {
  step "glance tables" glance-manage --config-file /tmp/glance/glance.conf db_sync
  # Placement writes its traits when it starts: this start is not waited for in a stack.
  OS_PLACEMENT_CONFIG_DIR=/tmp/placement step "placement tables and traits" \
    python3 -c 'from placement import wsgi; wsgi.init_application()'
}

compute() {
  local manage="nova-manage --config-file /tmp/nova/nova.conf"
  step "nova_api tables" $manage api_db sync
  # Templates are filled in from each service's own configuration, so no address and no password is kept here.
  step "nova cell0" $manage cell_v2 map_cell0 \
    --database_connection '{scheme}://{username}:{password}@{hostname}/nova_cell0'
  step "nova cell1" $manage cell_v2 create_cell --name cell1 \
    --database_connection '{scheme}://{username}:{password}@{hostname}/nova' \
    --transport-url '{scheme}://{username}:{password}@{hostname}:{port}/'
  # A compute host is mapped to its cell before it exists: discovering it would take a run of nova-manage per stack.
  step "nova host mapping" mariadb nova_api -e "
    INSERT INTO host_mappings (created_at, cell_id, host)
    SELECT NOW(), id, 'nova-compute' FROM cell_mappings WHERE name = 'cell1'"
}

compute_cells() {
  for cell in nova nova_cell0; do
    step "$cell tables" nova-manage --config-file "/tmp/$cell/$cell.conf" db sync --local_cell
  done
}

volumes() {
  step "cinder tables" cinder-manage --config-file /tmp/cinder/cinder.conf db sync
}

network() {
  step "neutron tables" neutron-db-manage --config-file /tmp/neutron/neutron.conf upgrade heads
}

# Without a slow shutdown the next start would have changes to merge.
stop_server() {
  mariadb -e 'SET GLOBAL innodb_fast_shutdown = 0; SHUTDOWN'
  wait $server
}

step "database server" start_server
for database in keystone glance placement nova_api nova nova_cell0 neutron cinder; do
  mariadb -e "CREATE DATABASE $database"
  configure $database
done
pids=()
for part in identity images_and_placement compute compute_cells network volumes; do
  $part &
  pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid"; done
step "database server stops" stop_server
rm -f /var/lib/mysql/ib_buffer_pool
mkdir -p /seed
tar -C /var/lib --sparse -czf /seed/mysql.tar.gz mysql
ls -l /seed
