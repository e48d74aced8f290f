#!/usr/bin/env bash
# wixl 0.101 writes a registry value of Type="binary" as the bare hexadecimal digits of the source. In a package's Registry table that is a text: binary data begin with #x there,
# as a number begins with #, which wixl does write. So the registry gets the text 0AFF and not two bytes.
. "$(dirname "$0")/debian.sh"
debian wixl=0.101+repack-1 msitools=0.101+repack-1 libmsi0=0.101+repack-1 libgcab-1.0-0=1.5-1 libglib2.0-0 libxml2 libicu72
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
cat >"$work/keys.wxs" <<'END'
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Name="Keys" Id="12345678-1234-1234-1234-123456789ABC" UpgradeCode="12345678-1234-1234-1234-123456789ABD" Language="1033" Version="1.2.3" Manufacturer="Example">
    <Package InstallerVersion="200" />
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Component Id="Values" Guid="12345678-1234-1234-1234-123456789ABE">
        <RegistryKey Root="HKLM" Key="SOFTWARE\Keys">
          <RegistryValue Type="string" Name="text" Value="#16" KeyPath="yes" />
          <RegistryValue Type="integer" Name="number" Value="16" />
          <RegistryValue Type="binary" Name="bytes" Value="0AFF" />
        </RegistryKey>
      </Component>
    </Directory>
    <Feature Id="Keys" Level="1"><ComponentRef Id="Values" /></Feature>
  </Product>
</Wix>
END
"$work/root/usr/bin/wixl" -o "$work/keys.msi" "$work/keys.wxs"
same 'bytes 0AFF
number #16
text ##16' "$("$work/root/usr/bin/msiinfo" export "$work/keys.msi" Registry | grep -F SOFTWARE | cut -f 4,5 --output-delimiter ' ' | sort)"
