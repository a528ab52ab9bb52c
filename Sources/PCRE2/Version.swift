import CPCRE2

/// The version of the PCRE2 library in use, such as `10.42 2022-12-11`.
public func libraryVersion() -> String {
    var buffer = [UInt8](repeating: 0, count: 64)
    let length = pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), &buffer)
    return String(decoding: buffer.prefix(max(0, Int(length) - 1)), as: UTF8.self)
}
