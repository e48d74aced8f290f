// What a plug-in has when it is unloaded: a context that made a table, one that makes one, or a
// server.
#pragma once

enum PluginState { PluginIdle, PluginBusy, PluginServes, PluginStates };
