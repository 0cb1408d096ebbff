local suspended = obj.spec.suspend == true

local waits = false
for _, condition in ipairs(obj.status ~= nil and obj.status.conditions or {}) do
  if condition.type == "AwaitingApproval" and condition.status == "True" then
    waits = true
  end
end

local actions = {}
-- While it is suspended no run starts, and so none starts again.
actions["retry"] = { ["disabled"] = suspended }
actions["suspend"] = { ["disabled"] = suspended }
actions["resume"] = { ["disabled"] = not suspended }
-- The digest is typed in, so that what is approved is the plan that somebody has read.
actions["approve"] = { ["disabled"] = not waits, ["params"] = { { ["name"] = "digest" } } }
return actions
