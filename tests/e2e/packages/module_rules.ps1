# module_rules.ps1 FOLDER: what a newer PowerShell alone understands of the module in FOLDER: syntax, commands, C#, and letters that 5.1 reads otherwise.
param([string]$folder)
$ErrorActionPreference = 'Stop'
$bad = 0
function Complain([string]$text) { $script:bad = 1; $text }
$newer = 'QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr', 'Clean'
# The commands that the module calls, all of PowerShell 5.1.
$commands = 'Add-Member', 'Add-Type', 'Export-ModuleMember', 'Join-Path', 'New-Object'

foreach ($file in Get-ChildItem $folder -Recurse -File | Where-Object Extension -in .psm1, .psd1) {
    $tokens = $errors = $null
    $tree = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$errors)
    $errors | ForEach-Object { Complain "$($file.Name): $_" }
    $tokens | Where-Object { "$($_.Kind)" -in $newer } | ForEach-Object { Complain "$($file.Name), line $($_.Extent.StartLineNumber): $($_.Text)" }
    $own = $tree.FindAll({ param($node) $node -is [Management.Automation.Language.FunctionDefinitionAst] }, $true).Name
    $tree.FindAll({ param($node) $node -is [Management.Automation.Language.CommandAst] }, $true) | ForEach-Object {
        $name = $_.GetCommandName()
        if ($name -and $name -notin $own + $commands) { Complain "$($file.Name), line $($_.Extent.StartLineNumber): $name" }
    }
}
foreach ($file in Get-ChildItem $folder -Recurse -File | Where-Object Extension -in .psm1, .psd1, .cs, .txt) {
    if ([IO.File]::ReadAllText($file.FullName) -match '[^\x00-\x7F]') { Complain "$($file.Name): not ASCII" }
}
# Windows PowerShell's compiler knows C# 5.
$source = (Get-ChildItem $folder -Recurse -File | Where-Object Extension -eq .cs).FullName
try { Add-Type -Path $source -CompilerOptions '-langversion:5' } catch { Complain "$source : $($_.Exception.Message)" }
if ($bad -eq 0) { 'done' }
exit $bad
