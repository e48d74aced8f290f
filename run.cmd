@echo off
rem run.cmd                  makes a table of the function addresses of each of the 20 largest DLLs in System32, then looks some up
rem run.cmd KEYS [OUTDIR]    makes a table of your keys file in OUTDIR (build\run) and shows its files
rem Builds PerfectHash.sln with Visual Studio 2022 first. The program finds the server without registration; the script at the end
rem needs it registered for this user.
setlocal
set root=%~dp0
set out=%root%build\run
call "%root%scripts\msbuild.cmd" Release || exit /b 3
set bin=%root%build\msvc\Release\bin

if not "%~1"=="" (
  if not "%~2"=="" set "out=%~2"
  goto :user
)
set failed=0
for /f "delims=" %%f in ('powershell -NoProfile -Command "Get-ChildItem $env:SystemRoot\System32\*.dll | Sort-Object Length -Descending | Select-Object -First 20 -ExpandProperty FullName"') do (
  "%bin%\PerfectHashCreate.exe" "%%f" "%out%" || set failed=1
)
regsvr32 /s /n /i:user "%bin%\PerfectHash.dll"
cscript //nologo "%root%scripts\lookup.vbs" "%out%" || set failed=1
exit /b %failed%

:user
"%bin%\PerfectHashCreate.exe" "%~1" "%out%"
exit /b %errorlevel%
