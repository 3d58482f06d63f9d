#!/usr/bin/env bash
# usage: verapdf.sh FILE…   Each PDF is PDF/UA-1 and PDF/A-2a, says the reference validator: one virtual machine for all.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=${ARDOISE_TOOLS:?the folder for the tools}
class_path=$tools/java/verapdf.jar:$tools/java
for jar in FastInfoset istack-commons-runtime javax.activation jaxb-api jaxb-core jaxb-impl jaxb-runtime stax-ex txw2; do
  class_path=$class_path:/usr/share/java/$jar.jar
done
javac -cp "$class_path" -d "$tools/java" "$here/VeraPdf.java"
java -cp "$class_path" VeraPdf "$@"
