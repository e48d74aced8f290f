using System;
using System.Runtime.InteropServices;

#if NET
[assembly: System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif

namespace PerfectHash;

/// <summary>Makes objects of the PerfectHash.dll that comes with this package. They need no registration.</summary>
public static class Activation
{
    /// <summary>Makes a context, which makes and loads tables.</summary>
    public static IPerfectHashIocpContext CreateContext() => (IPerfectHashIocpContext)Create(typeof(IocpContext).GUID);

    /// <summary>Makes a server, which makes tables for other processes once it is started.</summary>
    public static IPerfectHashIocpServer CreateServer() => (IPerfectHashIocpServer)Create(typeof(IocpServer).GUID);

    /// <summary>Makes a client, which asks a server.</summary>
    public static IPerfectHashIocpClient CreateClient() => (IPerfectHashIocpClient)Create(typeof(IocpClient).GUID);

    [ComImport, Guid("00000001-0000-0000-C000-000000000046"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    private interface IClassFactory
    {
        [PreserveSig]
        int CreateInstance(IntPtr outer, ref Guid iid, out IntPtr instance);
    }

    private static readonly Guid unknown = new("00000000-0000-0000-C000-000000000046");

    // .NET looks into the package's folder for this system, too: the program's list of files names it.
    [DllImport("PerfectHash.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.ApplicationDirectory | DllImportSearchPath.UseDllDirectoryForDependencies)]
    private static extern int DllGetClassObject(ref Guid clsid, ref Guid iid, out IntPtr factory);

    private static object Create(Guid clsid)
    {
        Guid iid = typeof(IClassFactory).GUID;
        Marshal.ThrowExceptionForHR(DllGetClassObject(ref clsid, ref iid, out IntPtr pointer));
        var factory = (IClassFactory)Take(pointer);
        iid = unknown;
        Marshal.ThrowExceptionForHR(factory.CreateInstance(IntPtr.Zero, ref iid, out pointer));
        return Take(pointer);
    }

    // Returns the object behind a pointer, whose reference it takes over.
    private static object Take(IntPtr pointer)
    {
        try
        {
            return Marshal.GetObjectForIUnknown(pointer);
        }
        finally
        {
            Marshal.Release(pointer);
        }
    }
}
