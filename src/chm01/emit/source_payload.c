/* The lookups of a header whose table gives values beside positions. */
#include "source_emitter.h"

static void SourceValueAtSignature(Emitter *emitter)
{
    SourcePut(emitter, SourcePayloadType(emitter));
    SourcePut(emitter,
              emitter->image ? " $NValueAt(const $NTable *table, uint32_t index)" : " $NValueAt(uint32_t index)");
}

static void SourceValueSignature(Emitter *emitter)
{
    SourcePut(emitter, SourcePayloadType(emitter));
    SourcePut(emitter, " $NValue(");
    SourceKeyParameters(emitter);
    SourcePut(emitter, ")");
}

void SourcePayloadUse(Emitter *emitter)
{
    SourcePut(emitter, " *   ");
    SourceValueAtSignature(emitter);
    SourcePut(emitter, "\n *   ");
    SourceValueSignature(emitter);
    SourcePut(emitter,
              "\n *       the value of the key at a position, and of a key of the set. One lookup gives both: the "
              "position, and with it\n"
              " *       the value. For any other key it is an arbitrary value.\n");
}

static void SourceHead(Emitter *emitter, void (*signature)(Emitter *emitter))
{
    SourcePut(emitter, emitter->image ? "static inline " : "PERFECTHASH_INLINE ");
    signature(emitter);
    SourcePut(emitter, "\n{\n");
}

/* A stranger's index can lie beyond the values. */
void SourcePayload(Emitter *emitter)
{
    SourceHead(emitter, SourceValueAtSignature);
    SourcePut(emitter, emitter->image ? "    return table->values[index < $Cu ? index : 0];\n}\n\n"
                                      : "    const uint32_t value = $I$NValues$Jindex < $Cu ? index : 0$Y;\n"
                                        "    return PERFECTHASH_CAST(");
    SourcePut(emitter, emitter->image ? "" : SourcePayloadType(emitter));
    SourcePut(emitter, emitter->image ? "" : ", value);\n}\n\n");
    SourceHead(emitter, SourceValueSignature);
    SourcePut(emitter,
              emitter->image ? "    return $NValueAt(table, $NIndex(table, " : "    return $NValueAt($NIndex(");
    SourcePut(emitter, emitter->wide ? "low, high));\n}\n\n" : "key));\n}\n\n");
    SourceGuid(emitter, SourcePayloadType(emitter), "Value", NULL);
}
