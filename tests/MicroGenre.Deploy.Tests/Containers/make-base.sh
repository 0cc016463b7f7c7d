#!/bin/sh
# Makes a base image without any registry: make-base.sh FOLDER DOTNET IMAGE
# Debian's smallest system, libsndfile, and the .NET runtime of this machine.
set -eu
root=$1/root
debootstrap --variant=minbase --include=ca-certificates,libssl3,libstdc++6,zlib1g,libsndfile1,tzdata bookworm "$root" >"$1/debootstrap.log" 2>&1 || { cat "$1/debootstrap.log"; exit 1; }
rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/usr/share/doc/* "$root"/usr/share/locale/*
mkdir -p "$root/usr/share/dotnet"
cp -R "$2/dotnet" "$2/host" "$2/shared" "$root/usr/share/dotnet/"
ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"
echo app:x:1654:1654::/nonexistent:/usr/sbin/nologin >>"$root/etc/passwd"
echo app:x:1654: >>"$root/etc/group"
tar -C "$root" -c . | podman import --quiet - "$3"
