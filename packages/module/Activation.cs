// Makes objects of a PerfectHash.dll that is registered nowhere. C# 5: Windows PowerShell 5.1 compiles it, too.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace PerfectHash
{
    public static class Activation
    {
        [ComImport, Guid("00000001-0000-0000-C000-000000000046"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
        private interface IClassFactory
        {
            [PreserveSig]
            int CreateInstance(IntPtr outer, ref Guid iid, out IntPtr instance);

            [PreserveSig]
            int LockServer([MarshalAs(UnmanagedType.Bool)] bool hold);
        }

        [UnmanagedFunctionPointer(CallingConvention.StdCall)]
        private delegate int GetClassObject(ref Guid clsid, ref Guid iid, out IntPtr factory);

        [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true)]
        private static extern IntPtr LoadLibraryEx(string path, IntPtr file, uint flags);

        [DllImport("kernel32", CharSet = CharSet.Ansi, SetLastError = true, ExactSpelling = true)]
        private static extern IntPtr GetProcAddress(IntPtr module, string name);

        // What the DLL links is looked for in its own folder and in System32 alone.
        private const uint SearchDllFolderAndSystem32 = 0x00000100 | 0x00000800;
        private static readonly Guid classFactory = new Guid("00000001-0000-0000-C000-000000000046");
        private static readonly Guid dispatch = new Guid("00020400-0000-0000-C000-000000000046");
        private static GetClassObject getClassObject;

        // Loads the DLL, once in a process.
        public static void Load(string path)
        {
            if (getClassObject != null)
                return;
            IntPtr module = LoadLibraryEx(path, IntPtr.Zero, SearchDllFolderAndSystem32);
            if (module == IntPtr.Zero)
                throw new Win32Exception();
            IntPtr address = GetProcAddress(module, "DllGetClassObject");
            if (address == IntPtr.Zero)
                throw new Win32Exception();
            getClassObject = (GetClassObject)Marshal.GetDelegateForFunctionPointer(address, typeof(GetClassObject));
        }

        // Returns a new object of the class.
        public static object Create(string clsid)
        {
            Guid wanted = new Guid(clsid), iid = classFactory;
            IntPtr pointer;
            Marshal.ThrowExceptionForHR(getClassObject(ref wanted, ref iid, out pointer));
            IClassFactory factory = (IClassFactory)Take(pointer);
            iid = dispatch;
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
}
