/*
 * A table job from the inside, and its steps (job_core.h). A step returns S_OK, or the code of the
 * failure that it has set. Only the files of the steps and table_job.c look here.
 */
#ifndef JOBS_TABLE_JOB_STEPS_H
#define JOBS_TABLE_JOB_STEPS_H

#include "blocking_step.h"
#include "chm01/base/line_count.h"
#include "chm01/keys/keys_kinds.h"
#include "chm01/keys/keys_place.h"
#include "chm01/keys/keys_subset.h"
#include "chm01/record/record_look.h"
#include "chm01/record/record_pack.h"
#include "chm01/text/image_check.h"
#include "chm01/text/text_utf16.h"
#include "job_core.h"
#include "jobs/pure/table_names.h"
#include "output_set.h"
#include "read_check.h"
#include "runtime/files/file.h"
#include "solve_run.h"
#include "table_gperf.h"
#include "table_job.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum TableStep {
    TableStepLoad,
    TableStepPlan,
    TableStepReuse,
    TableStepLook,
    TableStepReserve,
    TableStepPrepare,
    TableStepSolve,
    TableStepEmit,
    TableStepLock,
    TableStepCommit,
    TableStepUndo, /* of what is not in place, and the folder is left */
    TableStepDone
} TableStep;

/* So little is taken without asking. */
#define TABLE_FREE_BYTES ((size_t)1024 * 1024)

/* A file of a prior table. */
typedef struct PriorFile {
    FileRead read; /* its memory: what was read, unless it failed; NULL: nothing */
    ReadCheck check;
    TableJob *job;
    BOOL isRead;
} PriorFile;

/* See TableRoomMake. */
typedef struct TableRoom {
    FileRead *read; /* that waits; NULL: none */
    size_t bytes;
} TableRoom;

/* A text while it is made and written, in memory of that many bytes. */
typedef struct TableSource {
    SourceText text;
    size_t bytes; /* a bound of it, once it is counted */
    BOOL counted;
} TableSource;

/*
 * The state of the check of a table that is loaded or may be kept: what is looked at, or is under
 * way in slices.
 */
typedef enum CheckPhase {
    CheckNothing,
    CheckImage, /* a table that is loaded is looked at no further */
    CheckKeys,
    CheckReadsText, /* opens the next one */
    CheckHasText,
    CheckText,
    CheckMeasures,
    CheckKeeps, /* flushes files, if the job is durable */
    CheckOver,
} CheckPhase;

typedef struct TableCheck {
    CheckPhase phase;
    ImageCheck image;
    ChmStatus status; /* of the image */
    ChmError error;
    Hash64Stream hash; /* of the keys */
    WorkPlace place;
    SourceText text;
    size_t form;      /* the output whose text that is */
    uint8_t *touched; /* while coverage is measured */
    TableCoverage coverage;
} TableCheck;

/* The sorted starts that a header's <Name>FindFloor searches. */
typedef struct TableFloors {
    void *memory; /* a block, which the sort works in; NULL: it has not begun */
    size_t bytes;
    BOOL isOver;
    RangesSort sort;
} TableFloors;

/*
 * The kinds of memory that a job has of its keys and values besides a buffer of its node, and
 * reserves.
 */
typedef enum OwnKind {
    OwnKeys,    /* given ones, or the UTF-8 of a UTF-16 text */
    OwnDecoded, /* of a file, or where given texts lie */
    OwnValues,
    OwnLook,    /* of records, for the look for equal keys, */
    OwnRecords, /* themselves, until they are the result's, */
    OwnPacked,  /* and their keys, until these are what is decoded */
    OwnKinds
} OwnKind;

typedef struct OwnMemory {
    void *bytes; /* NULL: none */
    size_t size;
} OwnMemory;

/*
 * The phase of the decoding of a keys file (table_decode.c) that has ended, or is under way in
 * slices.
 */
typedef enum DecodePhase {
    DecodeNothing,
    DecodeRoom, /* memory for what follows is reserved */
    DecodeFormat,
    DecodeLines, /* of a text are counted */
    DecodeUtf16,
    DecodeNumbers,
    DecodeKinds,
    DecodeTexts,
    DecodeRecordRows,
    DecodeRecordLook,
    DecodeRecordPack,
    DecodeTraits, /* of texts */
    DecodeGperf,
    DecodeOver,
} DecodePhase;

/* The further state of a job of text keys. */
typedef struct TableJobTexts {
    BOOL areKeys;
    KeysKinds kinds;
    TextUtf16 utf16;
    TextReading reading;
    TextKeys keys;
    TextTraits traits;
    WorkPlace place;
    TextTable table;
    TextBuild *build; /* in the solver's memory */
    TextWriting writing;
    const uint8_t *givenPart; /* the table's part that is copied, of which the first `given` bytes went back */
    size_t given;
    ChmStatus status;     /* of what makes it */
    ULONGLONG deadlineMs; /* of that, of GetTickCount64; 0: there is none */
    BOOL timedOut;
    ChmError error;
} TableJobTexts;

/* A key that occurs twice in a text of numbers, which is read again to name the lines. */
typedef struct TableJobDuplicate {
    BOOL isSought, isFound, isWide; /* found: `seek` has ended; wide: of 128 bits */
    ChmError error;                 /* as the solver told it */
    WideKey key;
    KeysSeek seek;
} TableJobDuplicate;

/* The further state of a job of records (table_records.c). */
typedef struct TableJobRecords {
    RecordChoice choice;
    bool isNamed;                         /* by the file's extension */
    char *keyColumn, *columns;            /* of the choice; NULL: not said */
    RecordShape shapes[RecordMaxColumns]; /* of given rows, */
    BOOL keysAreApart;                    /* whose keys come before their first column */
    RecordReading reading;
    RecordLook look;
    RecordPacking packing;
    ChmStatus status; /* of what is under way */
    RecordError error;
    BOOL areForHeader;
} TableJobRecords;

struct TableJob {
    JobCore core;                       /* its subject: what errors about the keys name */
    volatile LONG ownCancelled;         /* TableJobCancel */
    const volatile LONG *cancelled;     /* that, or the request's */
    volatile LONG progress;             /* thousandths */
    volatile LONG64 ownMemory, *memory; /* memory: where the job counts what it takes, its own or the request's */
    LONG64 counted;                     /* of that, by this job */
    Node *node;
    TableJobDone done;
    TableJobMoved moved;
    void *context;

    wchar_t *keysPath; /* as the user wrote it, or NULL */
    wchar_t *keysName; /* what errors call it; NULL: by its path */
    wchar_t *keysFullPath;
    wchar_t *valuesPath, *valuesFullPath; /* of the values' file, or NULL */
    wchar_t *name;
    wchar_t *outputDirectory; /* whole; NULL: nothing is written */
    TableOptions options;
    uint32_t keysSubset[KEYS_SUBSET_MAX]; /* positions of the options' subset */
    KeysSubset subset;                    /* while they are sought */
    BOOL subsetSought;

    TableStep step;           /* the next one */
    volatile TableStep under; /* whose work is under way */
    WorkItem begin;
    Admission admission; /* admits the job to its node at `begin`, unless its owner has seen to that */
    /*
     * of these, or the owner's: where the job has its place, until the end or a long solve; NULL:
     * it has given it back
     */
    Admission *place;
    ReadyKind kind; /* of the job's items */
    MemoryRequest memoryRequest;
    BOOL guest;           /* as in the request, or of the place that it gives */
    size_t reservedBytes; /* of the node's memory, until the solver has gone */
    Admission ownLarge;
    Admission *largeLine; /* that, or the owner's: admits a table that takes much memory */
    Admission *large;     /* largeLine where the table has such a place, until the end or a long solve */
    WorkItem largeItem;
    volatile LONG waits; /* JobWaitLarge or JobWaitMemory, also for the quota's; other waits tell themselves */
    BOOL grows;          /* the table has a larger plan, for whose memory the job has asked */
    SRWLOCK cancelLock;  /* of the next five: TableJobCancel comes at any time */
    BOOL closed;         /* node and quota have nothing of the job any more, and may be gone */
    BOOL waiting;        /* to be admitted */
    BOOL largeWaits;     /* by ownLarge */
    BOOL reading;        /* `read` is under way and may be cancelled */
    BOOL readEnded;
    FileRead read; /* of the keys, then of their values */
    BOOL keysRead; /* `read` is no more of the keys */
    BOOL loads, resume;
    wchar_t *priorFolder;              /* the table's folder, where a prior table is looked for; else NULL */
    PriorFile priorTable, priorSource; /* the first one's check also looks at a table that is loaded */
    TableView prior;                   /* what priorTable holds, once it is checked */
    TextView priorTexts;               /* of text keys likewise */
    TableCheck check;
    TableRoom room;
    Buffer *keysBuffer; /* what was read of the keys file */
    OwnMemory own[OwnKinds];
    SourceNames names; /* of the sources */
    TableSource sources[OutputForms];
    size_t sourceAt;            /* the one that is made */
    char stem[PATH_NAME_CHARS]; /* of the files' names */
    wchar_t *outputName;        /* of the one file that is written; NULL: as the outputs' files are called */
    TableFloors floors;
    DecodePhase decodePhase;
    OwnKind decodeKind;
    size_t decodeBound;                   /* after DecodeRoom: so much memory is taken */
    HRESULT (*decodeNext)(TableJob *job); /* ... and this begins, as after DecodeLines */
    KeysFormat format;                    /* of keys that may be numbers, by the bytes */
    KeysFormatLook formatLook;
    LineCount lines; /* of the text */
    KeysDecoding decoding;
    TableModule module; /* of a program's functions; options.solve.module points to it */
    ChmStatus decodeStatus;
    ChmError decodeError;
    Admission slices; /* admits slices of what takes more than the first */
    WorkItem sliceItem;
    BOOL (*slice)(TableJob *job);
    KeySet keys;
    TableJobTexts texts;
    TableJobDuplicate duplicate;
    TableJobRecords *records; /* NULL: the keys are no column of records */
    TableGperf gperf;
    SolvePlan plan;
    Solver *solver;
    void *solverMemory;
    void *image; /* until the result owns it */
    SolveRun run;
    LARGE_INTEGER solveStarted;
    BlockingStep blocking;
    ReplaceWait lookWait;
    OutputSet outputs;
    TableResult *result;
};

/*
 * starts the read of the keys file, or of the table file that is to be loaded. S_FALSE: the step
 * comes again, for the values
 */
HRESULT TableJobLoad(TableJob *job);
/*
 * Makes the bytes of the keys file keys: packed ones where they are, others in a buffer that takes
 * its place. S_FALSE: slices of it are under way, and it comes again.
 */
HRESULT TableJobDecode(TableJob *job);
/*
 * Returns what is decoded: the file as it was read, or the UTF-8 that was made from it. NULL:
 * nothing.
 */
void *TableJobText(const TableJob *job);
size_t TableJobTextSize(const TableJob *job);
/*
 * Check an image that was read, hash the keys, compare the prior header. S_FALSE: slices of it are
 * under way, and the step comes again.
 */
HRESULT TableJobCheckImage(TableJob *job, const FileRead *read);
HRESULT TableJobCheckKeys(TableJob *job);
HRESULT TableJobCheckText(TableJob *job);
HRESULT TableJobCheckCoverage(TableJob *job); /* measures it */

/* Returns the options of source code, with the floors that were made, and without records. */
SourceOptions TableJobSource(const TableJob *job);
/*
 * Sorts the keys of the table for <Name>FindFloor, where the header has it; refuses those that a
 * header can't search; refuses keys that have no floors; frees what was made. S_FALSE: slices of
 * it are under way, and the step comes again.
 */
HRESULT TableJobMakeFloors(TableJob *job, const TableView *view);
HRESULT TableJobRefuseFloors(TableJob *job);
void TableJobFreeFloors(TableJob *job);
/*
 * Runs slices of a long computation until it says that it is over, or the job is cancelled: the
 * first one here. S_FALSE: more are under way, and the step comes again.
 */
HRESULT TableJobSlices(TableJob *job, BOOL (*slice)(TableJob *job));
void TableJobSlicesInit(TableJob *job);             /* once node and kind are set */
KeysFormat TableJobKeysFormat(const TableJob *job); /* that the file's name and the options tell */
/* that table; or keys and plan, and starts the read of a prior table, when the job resumes */
HRESULT TableJobPlan(TableJob *job);
/* Ends TableJobPlan. A failure means that there is no prior table: one is made. */
void TableJobLoadPrior(TableJob *job);
/* Makes the prior table the result, if it is that of the plan. S_FALSE: the step comes again. */
HRESULT TableJobReuse(TableJob *job);
BOOL TableJobReuseBlocks(const TableJob *job); /* opens or flushes files */
HRESULT TableJobLook(TableJob *job); /* before the work: may the files be written? S_FALSE: the step comes again */
/*
 * Starts to wait for the memory that it will take, if that is much, and before for a place of those
 * that take very much. S_FALSE: the step comes again.
 */
HRESULT TableJobReserve(TableJob *job);
void TableJobWaitEnded(TableJob *job, BOOL *waits); /* what is waited for has come: a cancel withdraws it no more */
/*
 * Starts such a wait for anything that takes that many bytes, for which TableJobAskBytes asks.
 * ERROR_IO_PENDING: the job waits for them, and may do more only as long as the caller has a hold
 * of the rundown.
 */
HRESULT TableJobEnterLarge(TableJob *job, size_t bytes);
DWORD TableJobAskBytes(TableJob *job, size_t bytes, BOOL grows); /* grows: see MemoryRequest */
HRESULT TableJobOverQuota(TableJob *job, size_t bytes);          /* names the bytes that the quota refuses */
/*
 * Takes memory of that kind instead of what the job has of it; frees that; counts all kinds.
 * TableJobReserveOwn asks for that many bytes besides, if all of it is much. S_FALSE: the step
 * comes again.
 */
HRESULT TableJobOwn(TableJob *job, OwnKind kind, size_t bytes);
void TableJobOwnFree(TableJob *job, OwnKind kind);
size_t TableJobOwnBytes(const TableJob *job);
HRESULT TableJobReserveOwn(TableJob *job, size_t bytes);
/* Keeps what the table takes and that many bytes for its text. S_FALSE: the step comes again. */
HRESULT TableJobReserveText(TableJob *job, size_t bytes);
void TableJobLargeAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);
HRESULT TableJobReserveMore(TableJob *job); /* the same for a table that grows, which has some already */
/*
 * Memory for a file that is read whole (see FileReadRoom), which the job waits for; the place and
 * the memory have come; frees what was read, unless it belongs to the table.
 */
DWORD TableRoomMake(TableJob *job, FileRead *read, size_t bytes);
void TableRoomPlaced(TableJob *job, Worker *worker, DWORD error);
void TableRoomReserved(TableJob *job, Worker *worker, DWORD error);
void TableRoomFree(FileRead *read);

/* Gives back what is reserved, except keptBytes bytes. */
void TableJobGiveBack(TableJob *job, size_t keptBytes);
HRESULT TableJobPrepare(TableJob *job); /* takes memory; starts the solver's first phase */
HRESULT TableJobSolve(TableJob *job);   /* ends a phase. S_FALSE: the step comes again */
/* Makes the outputs' texts, then starts the writes. S_FALSE: the step comes again. */
HRESULT TableJobEmit(TableJob *job);
BOOL TableJobEmitBlocks(const TableJob *job);              /* it starts the writes now */
BOOL TableJobMakes(const TableJob *job, size_t form);      /* is that file among the outputs? */
size_t TableJobNextText(const TableJob *job, size_t from); /* of them; OutputForms: there is none */
size_t TableJobSourceBytes(const TableJob *job);           /* of memory that the texts take */
void TableJobFreeSources(TableJob *job);
/* Makes the name of a file in the table's folder. */
void TableJobFileName(const TableJob *job, size_t form, wchar_t name[TABLE_FILE_NAME_CHARS]);

/*
 * Where files are written (table_output.c): takes the folder of the request, or of its one file;
 * names what would be written, and nothing is.
 */
HRESULT TableJobTakeOutput(TableJob *job, const TableRequest *request);
HRESULT TableJobPlanOutputs(TableJob *job);
HRESULT TableJobLock(TableJob *job);   /* starts to wait for the lock of the folder */
HRESULT TableJobCommit(TableJob *job); /* puts the files in place. S_FALSE: the step comes again */

/*
 * The parts of the steps that are about text keys (table_text.c): copies given ones; plan, prepare
 * and solve.
 */
HRESULT TableJobCopyTexts(TableJob *job, const TextKeys *texts);
HRESULT TableJobPlanText(TableJob *job);
HRESULT TableJobPrepareText(TableJob *job);
HRESULT TableJobSolveText(TableJob *job);

/*
 * The parts of the steps that are about a key that occurs twice (table_duplicate.c). Tells it by
 * its positions, or sends the job back to read its text again: S_FALSE. What is then told: by its
 * lines, or by its positions where the text can't be read again or has changed. S_FALSE: the step
 * comes again.
 */
HRESULT TableJobDuplicateFound(TableJob *job, const ChmError *error);
HRESULT TableJobDuplicateTold(TableJob *job, HRESULT decoded);

/*
 * The parts of the steps that are about files for gperf (table_gperf.c). The first finds out
 * whether the keys file is one, and reads the options. The second begins to make keywords of the
 * bytes of the keys file; the third ends that. The fourth makes slices of the source, or of its
 * length; TRUE: it is whole. The last frees what is its own.
 */
HRESULT TableJobPrimeGperf(TableJob *job);
HRESULT TableJobReadGperf(TableJob *job);
HRESULT TableJobTakeGperf(TableJob *job);
BOOL TableJobGperfOn(TableJob *job, Work *work, SourceText *text);
void TableJobFreeGperf(TableJob *job);

/*
 * Returns what stands for the hash function in the name of the table's folder; NULL: the output
 * directory is that folder.
 */
const wchar_t *TableJobHashName(const TableJob *job);

/* Copies what was given with the request. */
HRESULT TableJobCopyGiven(TableJob *job, const void *given, size_t bytes, OwnKind kind);

/*
 * The parts of the steps that are about values (table_values.c). The first names the file or copies
 * what is given. The second tells whether there are any. The third says how their file is read. The
 * fourth checks them against the keys, and gives them to the solver.
 */
HRESULT TableJobPrimeValues(TableJob *job, const TableRequest *request);
BOOL TableJobHasValues(const TableJob *job);
FileReadRange TableJobValuesRange(const TableJob *job);
HRESULT TableJobTakeValues(TableJob *job);

/*
 * The parts of the steps that are about records (table_records.c). Of a request: has it records,
 * and do its options go with that? Copies what the options say of them; begins and ends the phases
 * of their decoding; frees what they took.
 */
BOOL TableRequestHasRecords(const TableRequest *request);
HRESULT TableRequestCheckRecords(const TableRequest *request, Failure *failure);
HRESULT TableJobPrimeRecords(TableJob *job, const TableRequest *request);
/* Reserves so much, if it is much: then it is taken, and the next phase begins. */
HRESULT TableJobDecodeRoom(TableJob *job, OwnKind kind, size_t bound, HRESULT (*next)(TableJob *job));
HRESULT TableJobTraitsBegin(TableJob *job); /* the last phase of the decoding of text keys */
BOOL TableJobTakesRecords(TableJob *job);   /* FALSE: the file has keys alone, whatever its name */
HRESULT TableJobRecordsBegin(TableJob *job);
HRESULT TableJobRecordRowsEnd(TableJob *job);
HRESULT TableJobRecordLookEnd(TableJob *job);
HRESULT TableJobRecordPackEnd(TableJob *job);
void TableJobFreeRecords(TableJob *job);
/* Returns the records that the header has, NULL: it has none; makes them the result's. */
const Records *TableJobRecordsOfHeader(const TableJob *job);
void TableJobGiveRecords(TableJob *job);

/* Counts the memory that the job has now. Between two steps. */
void TableJobCountMemory(TableJob *job);

/*
 * Frees what the solver took, and the keys unless the outputs need them, which the other does at
 * last. More than once does no harm.
 */
void TableJobReleaseSolver(TableJob *job);
void TableJobReleaseKeys(TableJob *job);

/* Makes what was solved, an image of that many bytes, the result. */
HRESULT TableJobTakeResult(TableJob *job, size_t imageBytes);

#ifdef __cplusplus
}
#endif
#endif
