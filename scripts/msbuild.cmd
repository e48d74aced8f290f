@echo off
rem msbuild.cmd Release^|Debug [x64^|x86^|ARM64]: builds PerfectHash.sln with the newest Visual Studio that has the C++ tools.
setlocal
set platform=%2
if not defined platform set platform=x64
set vswhere=%ProgramFiles(x86)%\Microsoft Visual Studio\Installer\vswhere.exe
if not exist "%vswhere%" (
  echo Visual Studio 2022 with "Desktop development with C++" is needed. 1>&2
  exit /b 1
)
set msbuild=
for /f "usebackq delims=" %%m in (`"%vswhere%" -latest -products * -requires Microsoft.VisualStudio.Component.VC.Tools.x86.x64 -find MSBuild\**\Bin\amd64\MSBuild.exe`) do set "msbuild=%%m"
if not defined msbuild (
  echo Visual Studio's C++ tools ^(workload "Desktop development with C++"^) are missing. 1>&2
  exit /b 1
)
"%msbuild%" "%~dp0..\PerfectHash.sln" -nologo -v:minimal -m -p:Configuration=%1 -p:Platform=%platform%
