@{
    RootModule = 'PerfectHash.psm1'
    ModuleVersion = '@VERSION@'
    GUID = '7c0b7c0e-5d0a-4f0e-9b0f-3f6b6c1f2a11'
    Author = 'PerfectHash contributors'
    CompanyName = 'PerfectHash contributors'
    Copyright = 'MIT License'
    Description = 'Turns static sets of keys into perfect-hash lookup tables. Needs no registration.'
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    ProcessorArchitecture = 'Amd64'
    FunctionsToExport = @('New-PerfectHashContext', 'New-PerfectHashTable', 'Import-PerfectHashTable', 'Find-PerfectHashKey', 'Start-PerfectHashServer')
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
    FileList = @('PerfectHash.psd1', 'PerfectHash.psm1', 'Activation.cs', 'PerfectHash.dll', 'LICENSE.txt', 'en-US\about_PerfectHash.help.txt')
    PrivateData = @{
        PSData = @{
            Tags = @('hash', 'perfect-hash', 'lookup', 'Windows', 'PSEdition_Desktop', 'PSEdition_Core')
            LicenseUri = '@HOME@/LICENSE'
            ProjectUri = '@HOME@/'
            ReleaseNotes = '@RELEASES@/PerfectHash-@VERSION@-notes.md'
        }
    }
}
