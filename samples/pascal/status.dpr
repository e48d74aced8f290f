{
  PerfectHash from Delphi and Free Pascal: a table of HTTP status codes. A key's position in the table is its position in the array that the table
  was made from. Made for 64-bit Windows:

    dcc64 -NSSystem;System.Win;Winapi status.dpr
    fpc -Twin64 status.dpr

  Calls by name (OleVariant) need no declarations. IPerfectHashTableNative is declared as PerfectHash.idl has it, all members in their order.
}
program Status;

{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}
{$APPTYPE CONSOLE}

uses
  SysUtils, ActiveX, Variants, ComObj;

type
  IPerfectHashTableNative = interface(IUnknown)
    ['{25179AD9-69EC-4500-AF21-04E718E1E734}']
    function Index(key: UInt64): LongWord; stdcall;
    function Contains(key: UInt64; position: PLongWord): LongBool; stdcall;
    procedure IndexBatch(packedKeys: Pointer; packedCount: UInt64; positions: PLongWord); stdcall;
    procedure GetConstants(constants: Pointer); stdcall;
  end;

const
  Texts: array [0 .. 10] of string = ('OK', 'Created', 'No Content', 'Moved Permanently', 'Found', 'Not Modified', 'Bad Request', 'Unauthorized',
    'Forbidden', 'Not Found', 'Internal Server Error');

{ One key that is known to be in the set (Index), one that may not be (Find), and many at once. }
procedure LookUp(const table: OleVariant);
var
  seen, positions: OleVariant;
  position, i: Integer;
begin
  position := table.Index(404);
  WriteLn('404: ', Texts[position]);
  position := table.Find(418);
  if position < 0 then
    WriteLn('418: not in the table')
  else
    WriteLn('418: ', Texts[position]);
  seen := VarArrayOf([500, 200, 301]);
  positions := table.IndexMany(seen);
  for i := VarArrayLowBound(positions, 1) to VarArrayHighBound(positions, 1) do
  begin
    position := positions[i];
    WriteLn(string(seen[i]), ': ', Texts[position]);
  end;
end;

{ Callers who count nanoseconds: no variants, only the lookup. Any number of threads may do this at once. }
procedure LookUpFast(const table: OleVariant);
var
  native: IPerfectHashTableNative;
begin
  native := IUnknown(table) as IPerfectHashTableNative;
  WriteLn('304: ', Texts[native.Index(304)]);
end;

procedure Run;
var
  context, table: OleVariant;
begin
  context := CreateOleObject('PerfectHash.IocpContext');
  table := context.TableCreateFromKeys(VarArrayOf([200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500]), 'HttpStatus');
  WriteLn(string(table.Name), ': ', string(table.KeyCount), ' keys');
  LookUp(table);
  LookUpFast(table);
  { A keys file that isn't there. }
  try
    context.TableCreate('no-such.keys');
  except
    on error: EOleException do
      WriteLn(error.Message, ' (0x', IntToHex(LongWord(error.ErrorCode), 8), ')');
  end;
end;

begin
  { ComObj's CoInitialize is the single-threaded apartment's; Run keeps all references, so that none is left when it ends. }
  try
    Run;
  except
    on error: Exception do
    begin
      WriteLn(error.Message);
      ExitCode := 1;
    end;
  end;
end.
