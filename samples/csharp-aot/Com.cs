// What PerfectHash.cs needs of COM, in source-generated form: no runtime marshalling, no reflection. Copy it along.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

[assembly: DisableRuntimeMarshalling]

namespace PerfectHash;

// Only its place in the vtables matters here, and that a job's result is one. A sink of events implements Invoke.
[GeneratedComInterface, Guid("00020400-0000-0000-c000-000000000046")]
public partial interface IDispatch
{
    [PreserveSig]
    int GetTypeInfoCount(out uint count);
    [PreserveSig]
    int GetTypeInfo(uint number, uint locale, out nint typeInfo);
    [PreserveSig]
    int GetIDsOfNames(in Guid iid, nint names, uint count, uint locale, nint ids);
    [PreserveSig]
    int Invoke(int id, in Guid iid, uint locale, ushort flags, nint arguments, nint result, nint exception, nint wrongArgument);
}

[GeneratedComInterface(StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(BStrStringMarshaller))]
[Guid("1cf2b120-547d-101b-8e65-08002b2bd119")]
internal partial interface IErrorInfo
{
    Guid GetGUID();
    string GetSource();
    string GetDescription();
}

public static unsafe partial class Com
{
    private static readonly StrategyBasedComWrappers wrappers = new();

    public static T Create<T>(Guid clsid)
    {
        Guid unknown = new("00000000-0000-0000-c000-000000000046");
        Marshal.ThrowExceptionForHR(CoCreateInstance(clsid, 0, 1, unknown, out nint instance));
        try
        {
            return (T)wrappers.GetOrCreateObjectForComInstance(instance, CreateObjectFlags.None);
        }
        finally
        {
            Marshal.Release(instance);
        }
    }

    // Keys as the methods take them; Dispose frees the array.
    public static ComVariant Keys(ReadOnlySpan<uint> keys) => Array(VarEnum.VT_UI4, keys);

    public static ComVariant Keys(ReadOnlySpan<ulong> keys) => Array(VarEnum.VT_UI8, keys);

    // The positions that IndexMany and FindMany give for an array of integers.
    public static ReadOnlySpan<int> Positions(in ComVariant positions)
    {
        if (positions.VarType != (VarEnum.VT_ARRAY | VarEnum.VT_I4))
            throw new ArgumentException($"expected an array of integers instead of {positions.VarType}", nameof(positions));
        SafeArray* array = (SafeArray*)positions.GetRawDataRef<nint>();
        return new(array->Data, (int)array->Count);
    }

    // What the failed call said of itself. (A program that isn't compiled ahead of time has it in the exception.)
    public static string Text(COMException error)
    {
        GetErrorInfo(0, out IErrorInfo? info);
        return info?.GetDescription() ?? error.Message;
    }

    private static ComVariant Array<T>(VarEnum element, ReadOnlySpan<T> values) where T : unmanaged
    {
        SafeArray* array = SafeArrayCreateVector((ushort)element, 0, (uint)values.Length);
        if (array == null)
            throw new OutOfMemoryException();
        values.CopyTo(new(array->Data, values.Length));
        return ComVariant.CreateRaw(VarEnum.VT_ARRAY | element, (nint)array);
    }

    // The head of an array of one dimension.
    [StructLayout(LayoutKind.Sequential)]
    private struct SafeArray
    {
        public ushort Dimensions, Features;
        public uint ElementBytes, Locks;
        public void* Data;
        public uint Count;
        public int Lower;
    }

    [LibraryImport("ole32")]
    private static partial int CoCreateInstance(in Guid clsid, nint outer, uint context, in Guid iid, out nint instance);

    [LibraryImport("oleaut32")]
    private static partial int GetErrorInfo(uint reserved, out IErrorInfo? info);

    [LibraryImport("oleaut32")]
    private static partial SafeArray* SafeArrayCreateVector(ushort element, int lower, uint count);
}
