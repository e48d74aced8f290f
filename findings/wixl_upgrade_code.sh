#!/usr/bin/env bash
# wixl 0.101 writes one GUID in two ways into a package: its letters become capitals, as Windows Installer demands them, in ProductCode, in a component and in the Upgrade
# table, but the property UpgradeCode keeps the small letters of the source. It says nothing.
. "$(dirname "$0")/debian.sh"
debian wixl=0.101+repack-1 msitools=0.101+repack-1 libmsi0=0.101+repack-1 libgcab-1.0-0=1.5-1 libglib2.0-0 libxml2 libicu72
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
cat >"$work/keys.wxs" <<'END'
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Name="Keys" Id="12345678-1234-1234-1234-123456789abc" UpgradeCode="12345678-1234-1234-1234-123456789abd" Language="1033" Version="1.2.3" Manufacturer="Example">
    <Package InstallerVersion="200" />
    <Upgrade Id="12345678-1234-1234-1234-123456789abd"><UpgradeVersion Minimum="1.0.0" Property="OLD" /></Upgrade>
    <Directory Id="TARGETDIR" Name="SourceDir" />
    <Feature Id="Keys" Level="1" />
  </Product>
</Wix>
END
"$work/root/usr/bin/wixl" -o "$work/keys.msi" "$work/keys.wxs"

# Prints the GUIDs of the rows of a table that have the given word.
guids() { "$work/root/usr/bin/msiinfo" export "$work/keys.msi" "$1" | grep -F "$2" | grep -o '{.*}'; }
same '{12345678-1234-1234-1234-123456789ABC}' "$(guids Property ProductCode)"
same '{12345678-1234-1234-1234-123456789ABD}' "$(guids Upgrade OLD)"
same '{12345678-1234-1234-1234-123456789abd}' "$(guids Property UpgradeCode)"
