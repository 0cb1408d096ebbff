-- The same for every kind of Stillhouse, as all of them have the same conditions. No library of Lua is used.
local generation = obj.metadata.generation
local status = obj.status or {}

-- What was said of an older generation says nothing about this one.
local said = {}
for _, condition in ipairs(status.conditions or {}) do
  if condition.observedGeneration == generation then
    said[condition.type] = condition
  end
end

local function is(type)
  return said[type] ~= nil and said[type].status == "True"
end

if is("Reconciling") then
  return { status = "Progressing", message = said["Reconciling"].message }
end
if status.observedGeneration ~= generation or said["Ready"] == nil then
  return {
    status = "Progressing",
    message = "Stillhouse has not taken up generation " .. generation .. " yet.",
  }
end
if is("Stalled") then
  return { status = "Degraded", message = said["Stalled"].message }
end
if is("AwaitingApproval") then
  return { status = "Suspended", message = said["AwaitingApproval"].message }
end
if is("Ready") then
  return { status = "Healthy", message = said["Ready"].message }
end

-- Nothing is under way, due or wrong: it rests on purpose, or waits for a person. A resource that goes is the exception.
local why = is("Drifted") and said["Drifted"] or said["Ready"]
if said["Ready"].reason == "Deleting" then
  return { status = "Progressing", message = why.message }
end
return { status = "Suspended", message = why.message }
