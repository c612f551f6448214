# A root of its own for a test that changes a machine: this machine's programs, read as they are, and everything else
# empty. To be sourced in a mount namespace.

# root_of_its_own FOLDER [MORE...]: MORE are other folders of this machine that it sees.
root_of_its_own() {
  local root="$1" folder
  shift
  mkdir -p "$root"/{etc/systemd/system,var/lib,usr/local/bin,run/systemd/system,dev,tmp,stubs}
  for folder in bin sbin lib lib64; do
    [ -d "/usr/$folder" ] && mkdir -p "$root/usr/$folder" && mount --rbind "/usr/$folder" "$root/usr/$folder"
    [ ! -L "/$folder" ] || ln -s "usr/$folder" "$root/$folder"
  done
  touch "$root/dev/null" "$root/dev/urandom"
  for folder in /dev/null /dev/urandom "$@"; do
    [ ! -d "$folder" ] || mkdir -p "$root$folder"
    mount --rbind "$folder" "$root$folder"
  done
  printf 'root:x:0:0:root:/root:/bin/sh\n' > "$root/etc/passwd"
  printf 'root:x:0:\n' > "$root/etc/group"
  printf 'passwd: files\ngroup: files\n' > "$root/etc/nsswitch.conf"
  # systemctl only writes down that it was called.
  printf '#!/bin/sh\necho "systemctl $*" >> /var/calls\n' > "$root/stubs/systemctl"
  chmod 0755 "$root/stubs/systemctl"
  : > "$root/var/calls"
}
