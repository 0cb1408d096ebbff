-- "sha256:" and 64 digits.
local length = 71

local digest = (actionParams or {})["digest"]
if digest == nil or #digest ~= length then
  error("The parameter digest is needed: sha256:... in whole, as the message of the resource has it.", 0)
end

local approvals = obj.spec.approvals or {}
for _, approved in ipairs(approvals) do
  if approved == digest then
    return obj
  end
end
table.insert(approvals, digest)
obj.spec.approvals = approvals
return obj
