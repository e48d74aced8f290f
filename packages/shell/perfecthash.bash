# Completions of the options of PerfectHash's programs, for bash.
_perfecthash() {
  local word=$2 options
  compopt +o nospace 2>/dev/null
  [ "$2" = "=" ] && word=
  case ${COMP_WORDS[0]##*/} in
  PerfectHashBulkCreate | PerfectHashBulkCreate.exe) options='--Recursive --Include= --Exclude= --KeyType= --KeyColumn= --DropDuplicates --Columns= --KeySizeInBytes= --Functions= --IgnoreCase --Gperf= --ChainedEntries --ByteKeys --KeysName= --Algorithm= --HashFunction= --FallbackHashFunction= --MaskFunction= --RngSeed= --Seeds= --Layout= --Contains --Ranges --OmitKeys --Reject= --ValueBits= --Values= --Packed --Positions --Name= --MaxTableResizes= --MaxAttempts= --FixedAttempts= --FindBestGraph --BestCoverageType= --BestCoverageAttempts= --KeysSubset= --MeasureCoverage --MaxSolveTimeInSeconds= --Pack= --NoSummary --Outputs= --License= --Namespace= --Prefix= --NameStyle= --HeaderWithoutData --OutputFile= --PrintOutputs --NoFileIo --Durable --Report= --MaximumConcurrency= --Resume --Shard= --Merge= --InitialPerFileConcurrency= --MaxPerFileConcurrency= --IncreaseConcurrencyAfterMilliseconds= --IocpConcurrency= --MaxThreads= --NumaNodes= --SimulatedNumaNodes= --BufferGuardPages --IoMode= --ErrorFormat= --Json --Quiet --Silent --Color= --version --help' ;;
  PerfectHashClient | PerfectHashClient.exe) options='--TableCreate= --BulkCreate= --BulkCreateDirectory= --Detach --Ping --Status= --Cancel= --Jobs --Statistics --Metrics --Rings --Shutdown --Endpoint= --WaitForServer --ConnectTimeout= --ErrorFormat= --Json --Quiet --Silent --Color= --version --help' ;;
  PerfectHashCreate | PerfectHashCreate.exe) options='--KeyType= --KeyColumn= --DropDuplicates --Columns= --KeySizeInBytes= --Functions= --IgnoreCase --Gperf= --ChainedEntries --ByteKeys --KeysName= --Algorithm= --HashFunction= --FallbackHashFunction= --MaskFunction= --RngSeed= --Seeds= --Layout= --Contains --Ranges --OmitKeys --Reject= --ValueBits= --Values= --Packed --Positions --Name= --MaxTableResizes= --MaxAttempts= --FixedAttempts= --FindBestGraph --BestCoverageType= --BestCoverageAttempts= --KeysSubset= --MeasureCoverage --MaxSolveTimeInSeconds= --Outputs= --License= --Namespace= --Prefix= --NameStyle= --HeaderWithoutData --OutputFile= --PrintOutputs --NoFileIo --Durable --DepFile= --Report= --Lookup= --Info --Verify --ListKeys --Table= --InitialPerFileConcurrency= --MaxPerFileConcurrency= --IncreaseConcurrencyAfterMilliseconds= --IocpConcurrency= --MaxThreads= --NumaNodes= --SimulatedNumaNodes= --BufferGuardPages --IoMode= --ErrorFormat= --Json --Quiet --Silent --Color= --version --help' ;;
  PerfectHashServer | PerfectHashServer.exe) options='--Endpoint= --LocalOnly= --AllowUser= --AllowedRoot= --BaseOutputDirectory= --NoFileIo --MaxRequests= --MaxConnections= --MaxConnectionsPerClient= --MaxRequestsPerUser= --MaxDetachedPerUser= --MaxConnectionsPerUser= --MaxMemoryPerUser= --MaxJobSeconds= --DrainTimeout= --IocpConcurrency= --MaxThreads= --NumaNodes= --SimulatedNumaNodes= --BufferGuardPages --IoMode= --Install --Uninstall --ServiceName= --ServiceAccount= --Verbose --Log= --LogBytes= --LogFiles= --ErrorFormat= --Json --Quiet --Silent --Color= --version --help' ;;
  perfecthash | perfecthash.exe) options='--KeyType= --KeyColumn= --DropDuplicates --Columns= --KeySizeInBytes= --Functions= --IgnoreCase --Gperf= --ChainedEntries --KeysName= --Algorithm= --HashFunction= --FallbackHashFunction= --MaskFunction= --RngSeed= --Seeds= --Layout= --Contains --Ranges --OmitKeys --Reject= --ValueBits= --Values= --Packed --Positions --Name= --MaxTableResizes= --MaxAttempts= --FixedAttempts= --FindBestGraph --BestCoverageType= --BestCoverageAttempts= --KeysSubset= --MeasureCoverage --MaxSolveTimeInSeconds= --Outputs= --License= --Namespace= --Prefix= --NameStyle= --HeaderWithoutData --OutputFile= --PrintOutputs --NoFileIo --Durable --DepFile= --ErrorFormat= --Json --Quiet --Silent --version --help' ;;
  esac
  local before=${COMP_WORDS[COMP_CWORD-1]}
  [ "$before" != "=" ] || before=${COMP_WORDS[COMP_CWORD-2]}
  case $before in
  --Color) COMPREPLY=($(compgen -W 'auto always never' -- "$word")); return ;;
  --ErrorFormat) COMPREPLY=($(compgen -W 'msvc gnu' -- "$word")); return ;;
  --Functions) COMPREPLY=($(compgen -W 'Unwind Exports Both' -- "$word")); return ;;
  --IoMode) COMPREPLY=($(compgen -W 'Overlapped Mapped' -- "$word")); return ;;
  --KeySizeInBytes) COMPREPLY=($(compgen -W '1 2 4 8 16' -- "$word")); return ;;
  --KeyType) COMPREPLY=($(compgen -W 'Auto Number Text Gperf' -- "$word")); return ;;
  --LocalOnly) COMPREPLY=($(compgen -W 'true false' -- "$word")); return ;;
  --NameStyle) COMPREPLY=($(compgen -W 'Pascal snake camel' -- "$word")); return ;;
  --ValueBits) COMPREPLY=($(compgen -W '8 16 32' -- "$word")); return ;;
  esac
  case $word in
  -*) COMPREPLY=($(compgen -W "$options" -- "$word")); [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null ;;
  *) COMPREPLY=($(compgen -f -- "$word")); compopt -o filenames 2>/dev/null ;;
  esac
}
complete -F _perfecthash PerfectHashBulkCreate PerfectHashBulkCreate.exe PerfectHashClient PerfectHashClient.exe PerfectHashCreate PerfectHashCreate.exe PerfectHashServer PerfectHashServer.exe perfecthash perfecthash.exe
