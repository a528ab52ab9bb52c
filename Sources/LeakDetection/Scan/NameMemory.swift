#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What names of settings promise, for those met last: logs repeat them.
final class NameMemory {
    /// What a name promises.
    struct Promise: OptionSet {
        let rawValue: UInt8

        static let password = Promise(rawValue: 1)
        /// A secret that is no password.
        static let token = Promise(rawValue: 2)
        /// A credential, once its issuer is known.
        static let issuersKey = Promise(rawValue: 4)
        fileprivate static let known = Promise(rawValue: 128)
    }

    /// Bytes of the longest name that is remembered.
    private static let longest = 56
    private static let slotCount = 1024

    private struct Slot {
        var promise: Promise = []
        var length = 0
    }

    private let slots = UnsafeMutablePointer<Slot>.allocate(capacity: slotCount)
    private let names = UnsafeMutableRawPointer.allocate(
        byteCount: slotCount * longest, alignment: 8)

    init() {
        slots.initialize(repeating: Slot(), count: Self.slotCount)
    }

    deinit {
        slots.deallocate()
        names.deallocate()
    }

    /// What a name promises.
    func promise(of name: UnsafeRawBufferPointer) -> Promise {
        guard name.count <= Self.longest, let base = name.baseAddress else {
            return Self.look(at: name)
        }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let index = Int(truncatingIfNeeded: hash ^ hash >> 32) & (Self.slotCount - 1)
        let stored = names + index * Self.longest
        let slot = slots[index]
        if slot.length == name.count, slot.promise.contains(.known),
            memcmp(stored, base, name.count) == 0
        {
            return slot.promise
        }
        let promise = Self.look(at: name).union(.known)
        stored.copyMemory(from: base, byteCount: name.count)
        slots[index] = Slot(promise: promise, length: name.count)
        return promise
    }

    private static func look(at name: UnsafeRawBufferPointer) -> Promise {
        var promise: Promise = []
        if let meaning = SecretName(name) {
            promise.insert(meaning.kind == .password ? .password : .token)
        }
        if SecretName.mayHoldKey(name) { promise.insert(.issuersKey) }
        return promise
    }
}
